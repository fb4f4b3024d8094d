import { beforeEach, expect, test } from 'vitest';
import type { Expression } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../../../runtime/engine/conditions/condition.js';
import { scopeOf } from '../../../runtime/engine/conditions/scope.js';
import { factsOf, lookAtEnrolment } from '../../../runtime/leads/facts/facts.js';
import { keepDaily } from '../../../runtime/leads/facts/keep-facts.js';
import { createWorld } from '../leads/lead-world.js';
import type { LeadWorld } from '../leads/lead-world.js';
import { day, planOf, releaseOf, sendOf, workspaceWith } from '../leads/release-for-tests.js';
import { foldEvents, forgetMessages } from '../../../runtime/store/facts/retention.js';
import { storeMessageEvents } from '../../../runtime/store/facts/message-events.js';
import type { TestDatabase } from './test-database.js';
import { useCluster } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const keeping = workspaceWith({
  retention: { eventsMs: 100 * day },
  scoring: { ready: 1_000, fit: [], pain: [{ name: 'order', points: 5, event: 'order_placed', once: false }] },
});
const reading = planOf('reading', [sendOf('late', { due: { kind: 'after', duration: { amount: 900, unit: 'd' } } })], {
  events: ['order_placed'],
});

async function order(world: LeadWorld, total: number, afterMs: number): Promise<void> {
  world.clock.moveTo(world.clock.now() + afterMs);
  await world.say('ada', 'order_placed', { total, note: 'x' });
  await world.absorb();
}

const names = (world: LeadWorld) => world.rows('select name from events order by seq');

test('old events become counts, sums, first and latest; conditions go on as before', async () => {
  const world = await createWorld(database, releaseOf([reading], keeping));
  for (const total of [10, 20, 30]) await order(world, total, 10 * day);
  const latest = world.clock.now();
  world.clock.moveTo(latest + 95 * day);
  await world.say('ada', 'signed_up');
  await world.absorb();
  await order(world, 40, day);
  const asked = async (expression: Expression) => {
    const ref = { id: (await world.enrolments())[0]?.id ?? '', leadId: 1, campaign: 'reading', planHash: '' };
    const [row] = await world.rows<{ hash: string; lead: number }>('select plan_hash as hash, lead_id as lead from enrolments');
    const look = await world.desk.withLead(row?.lead ?? 0, (tx) =>
      lookAtEnrolment(tx, world.desk, { ...ref, leadId: row?.lead ?? 0, planHash: row?.hash ?? '' }),
    );
    if (look === undefined) throw new Error('the lead is inside');
    return evaluatorOf(expression)(scopeOf('reading', factsOf(look), look.now));
  };
  const ever = { event: 'order_placed', window: { kind: 'ever' } } as const;
  const all = async () => [
    await asked({ kind: 'did', ...ever }),
    await asked({ kind: 'count', ...ever }),
    await asked({ kind: 'sum', ...ever, property: 'total', type: 'number' }),
    await asked({ kind: 'count', event: 'order_placed', window: { kind: 'before-entry' } }),
    await asked({ kind: 'count', event: 'order_placed', window: { kind: 'since-entry' } }),
    await asked({ kind: 'latest', event: 'order_placed', window: { kind: 'before-entry' }, property: 'total', type: 'number' }),
  ];
  const before = await all();
  expect(before).toEqual([true, 4, 100, 3, 1, 30]);
  await keepDaily(world.desk, latest + 100 * day - 1);
  expect(await world.rows("select count from event_folds")).toEqual([{ count: 2 }]);
  expect(await all()).toEqual(before);
  await keepDaily(world.desk, latest + 101 * day);
  expect(await world.rows('select count, first_at, latest_at, properties, sums from event_folds')).toEqual([
    { count: 3, first_at: latest - 20 * day, latest_at: latest, properties: { total: 30, note: 'x' }, sums: { total: 60 } },
  ]);
  expect(await names(world)).toEqual([{ name: 'signed_up' }, { name: 'order_placed' }]);
  expect(await all()).toEqual(before);
  // The ledger is never cut.
  expect(await world.rows('select count(*) as n from score_ledger')).toEqual([{ n: 4 }]);
});

test('what an open enrolment entered with, came after, or nobody has read stays', async () => {
  const world = await createWorld(database, releaseOf([reading], keeping));
  await world.say('ada', 'signed_up');
  await world.absorb();
  await order(world, 10, day);
  await world.say('bob', 'order_placed', { total: 1 });
  const later = world.clock.now() + 500 * day;
  expect(await foldEvents(database.db, later)).toBe(0);
  expect(await names(world)).toHaveLength(3);
  await database.db.pool.query("update enrolments set ending = 'left'");
  expect(await foldEvents(database.db, later)).toBe(2);
  expect(await names(world)).toEqual([{ name: 'order_placed' }]);
});

test('what became of messages is forgotten; that they were sent is not', async () => {
  const world = await createWorld(database, releaseOf([planOf('one', [sendOf('hello')])]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const next = await world.advance((await world.enrolments())[0]?.id ?? '');
  if (next.kind !== 'deliver') throw new Error('a message is due');
  await world.deliver(next.sendKey);
  const at = world.clock.now();
  const opened = { sendKey: next.sendKey, act: 'opened', at, machine: false, source: 'x', dedupKey: '1' } as const;
  await storeMessageEvents(database.db, [opened]);
  expect(await forgetMessages(database.db, at)).toBe(0);
  expect(await forgetMessages(database.db, at + 1)).toBe(2);
  expect(await world.rows('select state, response from claims')).toEqual([{ state: 'sent', response: null }]);
});

test('a fold that meets a lead at work leaves it for the next time', async () => {
  const world = await createWorld(database, releaseOf([], keeping));
  await order(world, 10, 0);
  const [lead] = await world.rows<{ id: number }>('select id from leads');
  const later = world.clock.now() + 500 * day;
  await world.desk.withLead(lead?.id ?? 0, async (tx) => {
    await tx.query({ name: 'test-hold', text: 'select 1' });
    expect(await foldEvents(database.db, later)).toBe(0);
  });
  expect(await foldEvents(database.db, later)).toBe(1);
});

