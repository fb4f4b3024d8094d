import type { VirtualClock } from '../clock.js';

/** An enrolment that rests and wants to be looked at, or without one a way in that is due; `at` in epoch ms. */
export interface DueEnrolment {
  readonly enrolmentId: string | null;
  readonly lead: number;
  readonly at: number;
}

/** What the conductor sees of a running system, all at one instant. */
export interface Stand {
  /** Of the leads that were asked about: those with every event worked in, every message settled. */
  readonly atRest: readonly number[];
  /** The earliest rests that end, of leads of whom nothing is awake. */
  readonly due: readonly DueEnrolment[];
}

export interface Orchestra {
  look(busy: readonly number[]): Promise<Stand>;
  wake(enrolments: readonly DueEnrolment[]): Promise<void>;
  /** The leads of users who were heard of. */
  leadsOf(users: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What keeps a lead from resting, in words. */
  unrestOf(lead: number): Promise<readonly string[]>;
  /**
   * Works in what came about these leads. `concerned` is told of every other lead it concerns, before
   * that one is looked at: one that the same person is, one of the same account.
   */
  workIn(leads: readonly number[], concerned?: (leads: readonly number[]) => void): Promise<void>;
  /** Resolves when somebody may have come to rest since the last look. */
  stir(): Promise<void>;
}

/** Things that happen at one moment of virtual time. */
export interface Moment {
  /** Epoch ms. */
  readonly at: number;
  readonly users: readonly string[];
  /** Resolves once the system has accepted all of it. */
  play(): Promise<void>;
}

export interface Conducting {
  readonly clock: VirtualClock;
  readonly orchestra: Orchestra;
  /** In order of time. */
  readonly moments: readonly Moment[];
  /** Epoch ms; nothing later is played or woken. */
  readonly until: number;
  readonly signal?: AbortSignal;
}

/** How many leads may be on the move at once. */
const abreast = 24;
/** A lead that does not come to rest in this time is stuck; ms. */
const stuckMs = 120_000;

/**
 * Moves every lead from due moment to due moment, and each one on only when it rests again, so
 * nothing is early or late however slow the machine is.
 *
 * Leads do not touch each other, so those who are at rest go on while others are still on the
 * move; what happens to one lead stays in strict order of time. Of an event and a timer at one
 * moment the event is worked in first.
 */
export async function conduct({ clock, orchestra, moments, until, signal }: Conducting): Promise<void> {
  const busy = new Map<number, number>();
  const known = new Map<string, number>();
  const working = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let played = 0;

  const workIn = (leads: readonly number[], at: number): void => {
    const concerned = (others: readonly number[]): void => {
      for (const lead of others) {
        clock.moveLead(lead, Math.max(at, clock.now(lead)));
        busy.set(lead, performance.now());
      }
    };
    const work = orchestra.workIn(leads, concerned).catch((error: unknown) => {
      failure = { error };
    });
    working.add(work);
    void work.finally(() => working.delete(work));
  };

  const play = async (moment: Moment): Promise<void> => {
    clock.moveTo(Math.max(moment.at, clock.now()));
    // Before anybody can look at what is posted.
    for (const user of moment.users) {
      const lead = known.get(user);
      if (lead !== undefined) clock.moveLead(lead, moment.at);
    }
    await moment.play();
    const leads = await orchestra.leadsOf(moment.users);
    for (const [user, lead] of leads) {
      known.set(user, lead);
      clock.moveLead(lead, moment.at);
      busy.set(lead, performance.now());
    }
    workIn([...leads.values()], moment.at);
  };

  const wake = async (due: readonly DueEnrolment[]): Promise<void> => {
    for (const { lead, at } of due) {
      clock.moveLead(lead, Math.max(at, clock.now(lead)));
      busy.set(lead, performance.now());
    }
    await orchestra.wake(due);
  };

  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failure !== undefined) throw failure.error;
      const { atRest, due } = await orchestra.look([...busy.keys()]);
      for (const lead of atRest) busy.delete(lead);
      await demandProgress(busy, orchestra);
      let moved = false;
      let waiting = due;
      while (busy.size < abreast) {
        waiting = waiting.filter(({ lead }) => !busy.has(lead));
        const moment = moments[played];
        const script = moment?.at ?? Number.POSITIVE_INFINITY;
        const timer = waiting[0]?.at ?? Number.POSITIVE_INFINITY;
        if (Math.min(script, timer) > until) break;
        if (moment !== undefined && script <= timer) {
          if (moment.users.some((user) => busy.has(known.get(user) ?? -1))) break;
          await play(moment);
          played += 1;
        } else {
          await wake(abreastOf(waiting, Math.min(script, until + 1), abreast - busy.size));
        }
        moved = true;
      }
      const scriptIsOver = (moments[played]?.at ?? Number.POSITIVE_INFINITY) > until;
      if (!moved && busy.size === 0 && scriptIsOver && (due[0]?.at ?? Number.POSITIVE_INFINITY) > until) break;
      if (!moved) await orchestra.stir();
    }
  } finally {
    await Promise.all(working);
  }
  clock.moveTo(Math.max(until, clock.now()));
}

/**
 * The first moment of each lead that lies before `end`, for so many leads; what one lead has due
 * at that very moment goes along.
 */
function abreastOf(due: readonly DueEnrolment[], end: number, most: number): readonly DueEnrolment[] {
  const firsts = new Map<number, number>();
  const chosen: DueEnrolment[] = [];
  for (const enrolment of due) {
    if (enrolment.at >= end) break;
    const first = firsts.get(enrolment.lead);
    if (first === undefined && firsts.size >= most) break;
    if (first !== undefined && first !== enrolment.at) continue;
    firsts.set(enrolment.lead, enrolment.at);
    chosen.push(enrolment);
  }
  return chosen;
}

/** @throws when a lead is stuck, with what it stands at */
async function demandProgress(busy: ReadonlyMap<number, number>, orchestra: Orchestra): Promise<void> {
  const now = performance.now();
  for (const [lead, since] of busy) {
    if (now - since <= stuckMs) continue;
    const unrest = await orchestra.unrestOf(lead);
    throw new Error(`lead ${lead} did not come to rest within two minutes: ${unrest.join('; ')}`);
  }
}
