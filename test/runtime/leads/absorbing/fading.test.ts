import { beforeEach, expect, test } from 'vitest';
import type { ScoringPlan } from '../../../../compiler/plan/ir.js';
import { fadeDue } from '../../../../runtime/leads/facts/look-again.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, planOf, releaseOf, sendOf, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const scoring: ScoringPlan = {
  ready: 30,
  fit: [],
  pain: [
    { name: 'intent', points: 20, event: 'page_viewed', once: false, limit: 40, fadesMs: 30 * day },
    { name: 'demo', points: 15, event: 'demo_requested', once: true },
  ],
};

const ledger = `select l.pain, coalesce(sum(s.points), 0)::integer as booked, l.ready_since is not null as ready
  from leads l left join score_ledger s on s.lead_id = l.id group by l.id`;

async function after(world: LeadWorld, ms: number): Promise<unknown> {
  world.clock.moveTo(world.clock.now() + ms);
  await fadeDue(world.desk, world.clock.now());
  return world.rows(ledger);
}

test('points halve in their time, each step in the ledger; the target can be reached anew', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ scoring })));
  await world.say('ada', 'page_viewed');
  await world.say('ada', 'demo_requested');
  await world.absorb();
  expect(await world.rows(ledger)).toEqual([{ pain: 35, booked: 35, ready: true }]);
  expect(await after(world, 30 * day)).toEqual([{ pain: 25, booked: 25, ready: false }]);
  // What fades not stays; ten and twenty of the rule that fades are thirty.
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows(ledger)).toEqual([{ pain: 45, booked: 45, ready: true }]);
  expect(await world.rows("select name from events where name = 'sdr_ready'")).toHaveLength(2);
  expect(await after(world, 30 * day)).toEqual([{ pain: 30, booked: 30, ready: true }]);
  expect(await after(world, 3_000 * day)).toEqual([{ pain: 15, booked: 15, ready: false }]);
  expect(await world.rows('select fades_at from leads')).toEqual([{ fades_at: null }]);
});

test('nobody is looked at before a whole point is gone', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ scoring })));
  await world.say('ada', 'page_viewed');
  await world.absorb();
  const [lead] = await world.rows<{ fades_at: number }>('select fades_at from leads');
  const due = lead?.fades_at ?? 0;
  expect(await fadeDue(world.desk, due - 1)).toBe(0);
  expect(await after(world, due - world.clock.now())).toEqual([{ pain: 19, booked: 19, ready: false }]);
  expect(await fadeDue(world.desk, due)).toBe(0);
});

test('a limit is of what is left', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ scoring })));
  for (let turn = 0; turn < 3; turn += 1) await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows(ledger)).toMatchObject([{ pain: 40 }]);
  expect(await after(world, 30 * day)).toMatchObject([{ pain: 20 }]);
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows(ledger)).toMatchObject([{ pain: 40, booked: 40 }]);
});

test('a score that time lets fall moves a lead that waits for it', async () => {
  const leaving = planOf('hot', [sendOf('late', { due: { kind: 'after', duration: { amount: 60, unit: 'd' } } })], {
    leave: [
      {
        kind: 'when',
        when: {
          kind: 'compare',
          operator: '<',
          left: { kind: 'score', part: 'total' },
          right: { kind: 'constant', value: 15 },
        },
      },
    ],
    interests: { events: [], attributes: [], score: true },
  });
  const world = await createWorld(database, releaseOf([leaving], workspaceWith({ scoring })));
  await world.say('ada', 'page_viewed');
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [enrolment] = await world.enrolments();
  await world.advance(enrolment?.id ?? '');
  await after(world, 10 * day);
  expect(await world.enrolments()).toMatchObject([{ ending: null }]);
  await after(world, 10 * day);
  expect(await world.enrolments()).toMatchObject([{ ending: 'left' }]);
});

test('velocity counts from the first touch, also where that is told late', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ scoring })));
  const start = world.clock.now();
  world.clock.moveTo(start + 14 * day);
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows('select first_seen from leads')).toEqual([{ first_seen: start + 14 * day }]);
  const { appendEvents } = await import('../../../../runtime/store/events.js');
  const late = { source: 'import', messageId: 'x', userId: 'ada', kind: 'track', name: 'fair_visited', at: start, properties: {} } as const;
  await appendEvents(database.db, [late], world.clock.now());
  await world.absorb();
  expect(await world.rows('select first_seen from leads')).toEqual([{ first_seen: start }]);
});
