import type { VirtualClock } from '../../../runtime/clock.js';
import type { DueEnrolment, Moment, Orchestra } from '../../../runtime/simulate/conductor.js';

/** One person of the play: when something happens to them, and how long each of their enrolments rests in turn. */
export interface Person {
  readonly user: string;
  readonly events: readonly number[];
  /** Of each enrolment: the rests behind every event, one after the other. */
  readonly enrolments: readonly (readonly number[])[];
}

/** What was done for a lead, and when it was by the lead's own clock. */
export interface Deed {
  readonly user: string;
  readonly what: string;
  readonly at: number;
}

interface Enrolment {
  readonly id: string;
  readonly rests: readonly number[];
  next: number;
  until: number | undefined;
  awake: boolean;
}

interface Lead {
  readonly id: number;
  readonly enrolments: readonly Enrolment[];
  unread: number[];
}

export interface FakeOptions {
  readonly clock: VirtualClock;
  readonly people: readonly Person[];
  /** How many turns of the event loop each piece of work takes, over and over. */
  readonly delays: readonly number[];
  /** How many rests one look shows. */
  readonly rows: number;
}

/**
 * A running system of the simplest kind: every event sets each enrolment of its lead to the first
 * of its rests, every look at an enrolment sets it to the next. All work takes its own time.
 */
export function createFakeOrchestra({ clock, people, delays, rows }: FakeOptions): {
  readonly orchestra: Orchestra;
  readonly moments: readonly Moment[];
  readonly deeds: readonly Deed[];
} {
  const deeds: Deed[] = [];
  const known = new Map<string, Lead>();
  let works = 0;
  const takeTime = async (): Promise<void> => {
    const turns = delays[(works += 1) % delays.length] ?? 0;
    for (let turn = 0; turn < turns; turn += 1) await turnOfTheLoop();
  };
  const userOf = (id: number): string => people[id]?.user ?? '';
  const leadOf = (id: number): Lead | undefined => known.get(userOf(id));

  const lookAt = async (lead: Lead, enrolment: Enrolment): Promise<void> => {
    await takeTime();
    const at = clock.now(lead.id);
    deeds.push({ user: userOf(lead.id), what: enrolment.id, at });
    restAnew(enrolment, at, enrolment.next);
    enrolment.awake = false;
  };

  const workIn = async (id: number): Promise<void> => {
    const lead = leadOf(id);
    if (lead === undefined) throw new Error('worked in what nobody did');
    await takeTime();
    const at = clock.now(id);
    for (const _ of lead.unread) {
      deeds.push({ user: userOf(id), what: 'event', at });
      for (const enrolment of lead.enrolments) restAnew(enrolment, at, 0);
    }
    lead.unread = [];
  };

  const hear = (user: string, at: number): void => {
    const id = people.findIndex((person) => person.user === user);
    const lead = known.get(user) ?? {
      id,
      enrolments: (people[id]?.enrolments ?? []).map((rests, index) => {
        return { id: `${user}-${index}`, rests, next: 0, until: undefined, awake: false };
      }),
      unread: [],
    };
    lead.unread.push(at);
    known.set(user, lead);
  };

  const orchestra: Orchestra = {
    unrestOf: async () => [],
    async look(busy) {
      await turnOfTheLoop();
      const leads = [...known.values()];
      const resting = leads.flatMap(({ id, enrolments }) =>
        enrolments.flatMap((one): readonly DueEnrolment[] =>
          one.until === undefined || one.awake ? [] : [{ enrolmentId: one.id, lead: id, at: one.until }],
        ),
      );
      return {
        atRest: busy.filter((id) => {
          const lead = leadOf(id);
          return lead !== undefined && lead.unread.length === 0 && !lead.enrolments.some(({ awake }) => awake);
        }),
        due: resting.sort((one, other) => one.at - other.at || one.lead - other.lead).slice(0, rows),
      };
    },
    async wake(due) {
      for (const { enrolmentId, lead: id } of due) {
        const lead = leadOf(id);
        const enrolment = lead?.enrolments.find((one) => one.id === enrolmentId);
        if (lead === undefined || enrolment === undefined) throw new Error(`woke ${enrolmentId}, whom nobody knows`);
        enrolment.awake = true;
        void lookAt(lead, enrolment);
      }
    },
    leadsOf: async (users) =>
      new Map(users.flatMap((user) => {
        const lead = known.get(user);
        return lead === undefined ? [] : [[user, lead.id] as const];
      })),
    async workIn(leads) {
      for (const id of leads) await workIn(id);
    },
    stir: turnOfTheLoop,
  };
  return { orchestra, moments: momentsOf(people, takeTime, hear), deeds };
}

function momentsOf(
  people: readonly Person[],
  takeTime: () => Promise<void>,
  hear: (user: string, at: number) => void,
): readonly Moment[] {
  const times = [...new Set(people.flatMap(({ events }) => events))].sort((one, other) => one - other);
  return times.map((at) => {
    const users = people.filter(({ events }) => events.includes(at)).map(({ user }) => user);
    return {
      at,
      users,
      async play() {
        await takeTime();
        for (const user of users) hear(user, at);
      },
    };
  });
}

function restAnew(enrolment: Enrolment, at: number, which: number): void {
  const rest = enrolment.rests[which];
  enrolment.until = rest === undefined ? undefined : at + rest;
  enrolment.next = which + 1;
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
