import { beforeEach, expect, test } from 'vitest';
import type { Expression, WatchedEntry } from '../../../compiler/plan/ir.js';
import { keepDaily } from '../../../runtime/leads/facts/keep-facts.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { choicesKeptMs } from '../../../runtime/store/entering/finished-entries.js';
import { createWorld } from '../leads/lead-world.js';
import type { LeadWorld } from '../leads/lead-world.js';
import { day, planOf, releaseOf, sendOf, start, workspaceWith } from '../leads/release-for-tests.js';
import type { TestDatabase } from './test-database.js';
import { useCluster } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const isSet = (name: string): Expression => ({ kind: 'is-set', operand: { kind: 'attribute', name, type: 'text' } });
const becomes = (name: string): WatchedEntry => ({
  kind: 'becomes',
  condition: isSet(name),
  already: { kind: 'skip' },
  again: { kind: 'never' },
  interests: { events: [], attributes: [name], score: false },
});
const watching = (campaign: string, ...names: readonly string[]) =>
  planOf(campaign, [sendOf('first')], { enter: [], watch: names.map(becomes) });
const put = (world: LeadWorld, plan: ReturnType<typeof watching> | undefined) =>
  applyRelease(database.db, releaseOf(plan === undefined ? [] : [plan]), world.clock.now());
const watches = (world: LeadWorld) => world.rows<{ n: number }>('select count(*) as n from entry_watches').then(([row]) => row?.n);

test('what is kept at a way that is gone goes bit by bit, and that of the others stays', async () => {
  const world = await createWorld(database, releaseOf([watching('hello', 'email', 'plan')]));
  for (const name of ['ada', 'bob']) await world.identify(name, { size: 1 });
  await world.absorb();
  expect(await watches(world)).toBe(4);
  await put(world, watching('hello', 'email'));
  expect(await watches(world)).toBe(4);
  await keepDaily(world.desk, world.clock.now());
  expect(await watches(world)).toBe(2);
  expect(await world.rows('select from gone_ways')).toEqual([]);
  await world.identify('ada', { email: 'ada@example.com' });
  await world.absorb();
  expect(await world.enrolments()).toHaveLength(1);
});

test('a way that comes back before that begins anew', async () => {
  const plan = watching('hello', 'email');
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { size: 1 });
  await world.absorb();
  await put(world, undefined);
  await world.identify('ada', { email: 'ada@example.com' });
  await world.absorb();
  await put(world, plan);
  expect(await watches(world)).toBe(0);
  await keepDaily(world.desk, world.clock.now());
  // What held at the second launch is no turn.
  await world.identify('ada', { size: 2 });
  await world.absorb();
  expect(await world.enrolments()).toEqual([]);
});

test('announcements that are over and choices of long ago go, and nothing else', async () => {
  const world = await createWorld(database, releaseOf([]));
  await world.identify('ada', { size: 1 });
  await world.absorb();
  const sweep = (round: string, at: number, done: boolean) =>
    world.rows(`insert into entry_sweeps (campaign, way, round, at, done) values ('hello', 'w', '${round}', ${at}, ${done})`);
  await sweep('', start - 99 * day, true);
  await sweep('1', start - 31 * day, true);
  await sweep('2', start - 31 * day, false);
  await sweep('3', start - 29 * day, true);
  await world.rows(
    `insert into entry_choices (campaign, way, round, account_id, lead_id, chosen_at)
     select 'hello', 'w', round, 1, id, ${Date.now() - choicesKeptMs} + shift
     from leads, (values ('old', -1000), ('waits', -1000), ('new', 60000)) as r (round, shift)`,
  );
  await world.rows("insert into entry_watches (lead_id, campaign, way, key, asked_at, round) select id, 'hello', 'w', '', 0, 'waits' from leads");
  await keepDaily(world.desk, world.clock.now());
  expect(await world.rows('select round from entry_sweeps order by round')).toEqual([{ round: '' }, { round: '2' }, { round: '3' }]);
  expect(await world.rows('select round from entry_choices order by round')).toEqual([{ round: 'new' }, { round: 'waits' }]);
});

test('an event that everybody was told of does not keep others from being folded; one that is still told stays', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ retention: { eventsMs: 10 * day } })));
  for (const name of ['told', 'still_told']) await world.say('ada', name);
  await world.absorb();
  await world.rows(
    `insert into entry_sweeps (campaign, way, round, at, trigger_seq, done)
     select 'hello', 'w', seq::text, at, seq, name = 'told' from events`,
  );
  world.clock.moveTo(start + 11 * day);
  await keepDaily(world.desk, world.clock.now());
  expect(await world.rows('select name from events')).toEqual([{ name: 'still_told' }]);
});
