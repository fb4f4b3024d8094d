import { beforeEach, expect, test } from 'vitest';
import type { Expression, Plan, ScoringPlan, SetStep } from '../../../compiler/plan/ir.js';
import { tellAccountsOf } from '../../../runtime/leads/facts/look-again.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { day, hour, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const schema = {
  lead: { ...workspaceWith().schema.lead, stage: { type: 'text', personal: false } },
  account: { size: { type: 'number', personal: false }, tier: { type: 'text', personal: false } },
  events: {},
} as const;

let grouped = 0;

async function group(world: LeadWorld, userId: string, groupId: string, ...calls: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const at = world.clock.now();
  for (const traits of calls) {
    const messageId = `g${(grouped += 1)}`;
    await appendEvents(database.db, [{ source: 'test', messageId, userId, kind: 'group', name: 'group', at, properties: { group_id: groupId, traits } }], at);
  }
  await world.absorb();
  await tellAccountsOf(world.desk);
  await world.absorb();
}

const entered = async (world: LeadWorld) =>
  (await world.rows<{ who: string }>(
    `select l.user_id || ': ' || coalesce(v.properties->>'old', '-') || ' to ' || coalesce(v.properties->>'new', '-') as who
     from enrolments e join leads l on l.id = e.lead_id join events v on v.seq = e.entry_seq order by e.entered_at, v.seq`,
  )).map(({ who }) => who);

const grown: Expression = {
  kind: 'compare',
  operator: '<',
  left: { kind: 'event', name: 'old', type: 'number' },
  right: { kind: 'event', name: 'new', type: 'number' },
};

const onGrowth = planOf('grown', [sendOf('hello')], {
  enter: [],
  watch: [{ kind: 'changed', of: 'account', attribute: 'size', type: 'number', where: grown, again: { kind: 'always' } }],
});

test('a change of an account lets in everybody who belongs to it, with the values before and after', async () => {
  const world = await createWorld(database, releaseOf([onGrowth], workspaceWith({ schema })));
  await group(world, 'ada', 'acme', { size: 10, tier: 'a' });
  await group(world, 'bob', 'acme', { size: 10 });
  await group(world, 'eve', 'other', { size: 5 });
  expect(await entered(world)).toEqual([]);
  await group(world, 'ada', 'acme', { tier: 'b' });
  await group(world, 'ada', 'acme', { size: 8 });
  expect(await entered(world)).toEqual([]);
  // Of two calls at once the others hear what came of both, also of what only the first of them named.
  await group(world, 'ada', 'acme', { size: 20 }, { tier: 'c' });
  expect((await entered(world)).toSorted()).toEqual(['ada: 8 to 20', 'bob: 8 to 20']);
});

test('two changes before anybody is told of them are told as two', async () => {
  const world = await createWorld(database, releaseOf([onGrowth], workspaceWith({ schema })));
  await group(world, 'ada', 'acme', { size: 10 });
  await group(world, 'bob', 'acme', {});
  const at = world.clock.now();
  for (const [index, size] of [20, 30, 30].entries()) {
    await appendEvents(database.db, [{ source: 'test', messageId: `s${index}`, userId: 'ada', kind: 'group', name: 'group', at, properties: { group_id: 'acme', traits: { size } } }], at);
    await world.absorb();
  }
  await tellAccountsOf(world.desk);
  await world.absorb();
  const told = await world.rows("select properties from events v join leads l on l.id = v.lead_id where name = 'changed(account.size)' and user_id = 'bob' order by seq");
  expect(told).toEqual([{ properties: { new: 10 } }, { properties: { old: 10, new: 20 } }, { properties: { old: 20, new: 30 } }]);
});

test('who comes to another account, or whose account a step changes, is told as well', async () => {
  const grow: SetStep = { kind: 'set', id: 'grow', due: { kind: 'now' }, next: null, of: 'account', attribute: 'size', to: { kind: 'constant', value: 99 } };
  const setting = planOf('setting', [grow]);
  const world = await createWorld(database, releaseOf([onGrowth, setting], workspaceWith({ schema })));
  await group(world, 'ada', 'small', { size: 10 });
  await group(world, 'bob', 'large', { size: 50 });
  await group(world, 'ada', 'large', {});
  expect(await entered(world)).toEqual(['ada: 10 to 50']);
  await world.say('bob', 'signed_up');
  await world.absorb();
  for (const { id } of await world.enrolments('setting')) await world.advance(id);
  await world.absorb();
  expect(await entered(world)).toContain('bob: 50 to 99');

  // One that is as large is no change.
  await group(world, 'eve', 'as-large', { size: 99 });
  await group(world, 'bob', 'as-large', {});
  const told = await world.rows("select properties from events v join leads l on l.id = v.lead_id where name = 'changed(account.size)' and user_id = 'bob' order by seq");
  expect(told.at(-1)).toEqual({ properties: { old: 50, new: 99 } });
});

test('a lead that comes to another stage is told so, with both', async () => {
  const customers = planOf('customers', [sendOf('hello')], { enter: [{ event: 'stage_changed', again: { kind: 'always' } }] });
  const leaving = planOf('leaving', [sendOf('later', { due: { kind: 'after', duration: { amount: 3, unit: 'd' } } })], {
    leave: [{ kind: 'on', event: 'stage_changed' }],
    events: ['stage_changed'],
  });
  const world = await createWorld(database, releaseOf([customers, leaving], workspaceWith({ schema })));
  await world.say('ada', 'signed_up');
  await world.identify('ada', { email: 'ada@example.com' });
  await world.absorb();
  expect(await world.enrolments()).toMatchObject([{ campaign: 'leaving', ending: null }]);
  world.clock.moveTo(start + hour);
  await world.identify('ada', { stage: 'lead' });
  await world.absorb();
  expect(await entered(world)).toContain('ada: - to lead');
  expect(await world.enrolments('leaving')).toMatchObject([{ ending: 'left' }]);
  await world.identify('ada', { stage: 'lead', plan: 'pro' });
  await world.absorb();
  expect(await world.rows("select properties from events where name = 'stage_changed'")).toEqual([{ properties: { new: 'lead' } }]);
});

test('a stage that nobody asks for is no event', async () => {
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])], workspaceWith({ schema })));
  await world.identify('ada', { stage: 'lead' });
  await world.absorb();
  expect(await world.rows("select name from events where source = 'perennial'")).toEqual([]);
});

const scoring: ScoringPlan = {
  ready: 40,
  fit: [],
  pain: [
    { name: 'demo', event: 'demo_requested', points: 20, once: false },
    { name: 'pricing', event: 'pricing_viewed', points: 10, once: false, limit: 20 },
  ],
};

const back = planOf('back', [sendOf('hello')], { enter: [{ event: 'reopened', again: { kind: 'always' } }] });

async function scored(plans: readonly Plan[] = [back]): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf(plans, workspaceWith({ schema, scoring })));
  await world.identify('ada', { email: 'ada@example.com' });
  return world;
}

async function act(world: LeadWorld, at: number, event: string, properties: Readonly<Record<string, unknown>> = {}): Promise<void> {
  world.clock.moveTo(at);
  await world.say('ada', event, properties);
  await world.absorb();
}

const reopened = (world: LeadWorld) => world.rows<{ at: number; total: number }>("select at, (properties->>'total')::int as total from events where name = 'reopened' order by seq");

test('a lead below the target that is active after thirty days is told so; not a day before', async () => {
  const world = await scored();
  await act(world, start, 'pricing_viewed');
  await act(world, start + 30 * day - 1, 'pricing_viewed');
  expect(await reopened(world)).toEqual([]);
  // What gives no points ends no silence: neither a visit without a rule, nor one over the limit.
  await act(world, start + 61 * day, 'signed_up');
  await act(world, start + 62 * day, 'pricing_viewed');
  expect(await reopened(world)).toEqual([]);
  await act(world, start + 63 * day, 'demo_requested');
  expect(await reopened(world)).toEqual([{ at: start + 63 * day, total: 40 }]);
  expect(await world.enrolments('back')).toHaveLength(1);
});

test('a lead over the target comes back only once a person has judged it', async () => {
  const world = await scored();
  await act(world, start, 'demo_requested');
  // Said before the score has called: it speaks of another call.
  await act(world, start + hour / 2, 'task_completed', { outcome: 'maybe' });
  await act(world, start + hour, 'demo_requested');
  // It is with sales: nobody has answered yet.
  await act(world, start + 40 * day, 'demo_requested');
  expect(await reopened(world)).toEqual([]);
  await act(world, start + 41 * day, 'task_completed', { outcome: 'maybe' });
  await act(world, start + 80 * day, 'demo_requested');
  expect(await reopened(world)).toEqual([{ at: start + 80 * day, total: 80 }]);
});

test('a lead that comes back is no event where nobody asks', async () => {
  const world = await scored([planOf('welcome', [sendOf('hello')])]);
  await act(world, start, 'demo_requested');
  await act(world, start + 60 * day, 'demo_requested');
  expect(await reopened(world)).toEqual([]);
});
