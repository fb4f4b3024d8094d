import { expect, test } from 'vitest';
import type { VirtualClock } from '../../runtime/clock.js';
import { createVirtualClock } from '../../runtime/clock.js';
import { absorb } from '../../runtime/leads/absorbing/absorb.js';
import type { Moment, Orchestra } from '../../runtime/simulate/conductor.js';
import { conduct } from '../../runtime/simulate/conductor.js';
import { wakeEnrolments } from '../../runtime/store/due.js';
import { applyRelease } from '../../runtime/store/releases.js';
import { leadIdsOf, standOf } from '../../runtime/store/reports/stand.js';
import { campaign, compiled } from '../pains/play.js';
import type { LeadWorld } from '../runtime/leads/lead-world.js';
import { handsOn } from '../runtime/leads/lead-world.js';
import { day, hour, start } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';

const open = useCluster();

/** Two mails on two mornings, within office hours. */
const release = await compiled(
  campaign({ email: 'topic product-tips from onboarding hours business', steps: '- send: first\n  at: day 1 10:00\n- send: second\n  after: 1d' }),
);
const users = Array.from({ length: 20 }, (_, index) => `lead-${index}`);

type Crowd = Pick<LeadWorld, 'rows' | 'identify' | 'say'> & { readonly orchestra: Orchestra };

/** Leads on a real store; what workers do takes as long as it takes. */
async function crowdUnder(clock: VirtualClock): Promise<Crowd> {
  const database = await open();
  const { db } = database;
  await applyRelease(db, release, clock.now());
  const world = handsOn(database, clock);
  const run = async (id: string): Promise<void> => {
    for (;;) {
      const next = await world.advance(id);
      if (next.kind !== 'deliver') break;
      await world.deliver(next.sendKey);
    }
  };
  // What is taken is awake until it was looked at.
  let failure: { readonly error: unknown } | undefined;
  const runAll = async (): Promise<void> => {
    try {
      const queued = await world.rows<{ id: string }>('delete from outbox returning enrolment_id as id');
      await Promise.all(queued.map(({ id }) => run(id)));
    } catch (error) {
      failure = { error };
    }
  };
  const orchestra: Orchestra = {
    look(busy) {
      if (failure !== undefined) throw failure.error;
      return standOf(db, busy, 96);
    },
    async wake(due) {
      await wakeEnrolments(db, due.flatMap(({ enrolmentId }) => enrolmentId ?? []));
      // Not awaited: that everybody rests again is the conductor's to see.
      void runAll();
    },
    leadsOf: (asked) => leadIdsOf(db, asked),
    unrestOf: async () => [],
    async workIn(leads) {
      for (const lead of leads) await world.desk.withLead(lead, (tx) => absorb(tx, world.desk, lead));
      void runAll();
    },
    stir: () => new Promise((resolve) => setTimeout(resolve, 2)),
  };
  return { ...world, orchestra };
}

function signUps(crowd: Crowd): readonly Moment[] {
  return users.map((user, index) => ({
    at: start + index * 1_000,
    users: [user],
    async play() {
      await crowd.identify(user, { email: `${user}@example.com` });
      await crowd.say(user, 'signed_up');
    },
  }));
}

interface Sent extends Record<string, unknown> {
  readonly step: string;
  readonly at: number;
}

const sent = 'select step, settled_at as at from claims where state = \'sent\' order by 1, 2';
/** Ten in the morning in Berlin; it is noon in UTC when the first lead comes. */
const tenOf = (days: number): number => start - 3 * hour + days * day;

test('interleaving: a merely scaled clock pushed 704 of 1,000 mails out of hours', async () => {
  const clock = createVirtualClock(start);
  const crowd = await crowdUnder(clock);
  await conduct({ clock, orchestra: crowd.orchestra, moments: signUps(crowd), until: start + 7 * day });
  const mails = await crowd.rows<Sent>(sent);
  expect(mails).toHaveLength(2 * users.length);
  // However long the machine takes, each leaves at its very moment.
  expect(mails.filter(({ step, at }) => at !== tenOf(step === 'first' ? 1 : 2))).toEqual([]);
});

test('the same leads under a clock that only runs faster miss their hours', async () => {
  const began = performance.now();
  // An hour in 5 ms: what a worker does in one takes until the afternoon.
  const now = (): number => start + ((performance.now() - began) / 5) * hour;
  const clock: VirtualClock = { virtual: true, now: () => Math.floor(now()), moveTo: () => undefined, moveLead: () => undefined };
  const crowd = await crowdUnder(clock);
  for (const user of users.slice(0, 5)) {
    await crowd.identify(user, { email: `${user}@example.com` });
    await crowd.say(user, 'signed_up');
  }
  for (let turn = 0; turn < 200; turn += 1) {
    const leads = await crowd.rows<{ id: number }>('select id from leads');
    await crowd.orchestra.workIn(leads.map(({ id }) => id));
    const { due } = await crowd.orchestra.look([]);
    await crowd.orchestra.wake(due.filter(({ at }) => at <= clock.now()));
    await crowd.orchestra.stir();
    if ((await crowd.rows(sent)).length === 10) break;
  }
  const mails = await crowd.rows<Sent>(sent);
  const late = mails.filter(({ step, at }) => at !== tenOf(step === 'first' ? 1 : 2));
  expect(late.length).toBeGreaterThan(mails.length / 2);
});
