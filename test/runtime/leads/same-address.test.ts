import { beforeEach, expect, test } from 'vitest';
import { day, hour, planOf, releaseOf, sendOf, start } from './release-for-tests.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { accepted, createWorld } from './lead-world.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const welcome = planOf('welcome', [sendOf('hello')]);

async function twoOfOneAddress(plan = welcome): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf([plan]));
  for (const [user, email] of [['ada', 'ada@example.com'], ['ada-at-work', ' ADA@example.com']] as const) {
    await world.identify(user, { email });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  return world;
}

/** What a person would read; the same for everybody here. */
const words = (): string => 'the same words';

async function keyOf(world: LeadWorld, id: string): Promise<string> {
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error(`nothing to deliver: ${next.kind}`);
  return next.sendKey;
}

async function handOver(world: LeadWorld, key: string, hash = words): Promise<string> {
  const confirmed = await world.claims.confirm(key, 1, hash);
  if (confirmed.kind !== 'ready') return confirmed.kind;
  await world.claims.underWay(confirmed.attempt, hash());
  await world.claims.settle(confirmed.attempt, accepted);
  return 'sent';
}

test('the same words go once a day to one address, whatever name its owner has', async () => {
  const world = await twoOfOneAddress();
  const [one, other] = await world.enrolments();
  expect(await handOver(world, await keyOf(world, one?.id ?? ''))).toBe('sent');
  world.clock.moveTo(start + hour);
  expect(await handOver(world, await keyOf(world, other?.id ?? ''))).toBe('withdrawn');
  // It waits for the day to be over, and does not ask again and again.
  expect(await world.advance(other?.id ?? '')).toMatchObject({ kind: 'wait' });
  expect(await world.enrolments()).toMatchObject([{ ending: null }, { ending: null, resting_until: start + day }]);
  expect(await world.rows("select detail from decisions where code in ('withdrawn', 'held') order by id")).toEqual([{ detail: 'same_content' }, { detail: 'same_content' }]);
  world.clock.moveTo(start + day);
  expect(await handOver(world, await keyOf(world, other?.id ?? ''))).toBe('sent');
});

test('of two that leave at one moment the second sees the first', async () => {
  const world = await twoOfOneAddress();
  const keys = await Promise.all((await world.enrolments()).map(({ id }) => keyOf(world, id)));
  const confirmed = await Promise.all(keys.map((key) => world.claims.confirm(key, 1, words)));
  expect(confirmed.map(({ kind }) => kind).toSorted()).toEqual(['ready', 'withdrawn']);
});

test('other words, and what confirms a request, go to both', async () => {
  const world = await twoOfOneAddress();
  for (const [index, { id }] of (await world.enrolments()).entries()) {
    expect(await handOver(world, await keyOf(world, id), () => `words ${index}`)).toBe('sent');
  }
});

test('a transactional message goes to both', async () => {
  const receipt = planOf('receipt', [sendOf('receipt', { email: { class: 'transactional', from: 'us' } })]);
  const world = await twoOfOneAddress(receipt);
  for (const { id } of await world.enrolments()) expect(await handOver(world, await keyOf(world, id))).toBe('sent');
});

test('the look-up goes by the index', async () => {
  const world = await twoOfOneAddress();
  for (const { id } of await world.enrolments()) await handOver(world, await keyOf(world, id));
  await world.rows('set enable_seqscan = off');
  const plan = await world.rows<{ 'QUERY PLAN': string }>(
    "explain select key from claims where address_hash = 'x' and rendered_hash is not null and class = 'marketing' and lead_id <> 1",
  );
  expect(plan.map((row) => row['QUERY PLAN']).join(' ')).toContain('address_hash_idx');
});
