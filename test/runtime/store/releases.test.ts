import { beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../../compiler/plan/ir.js';
import { applyRelease, compareRelease, createReleases, loadRelease } from '../../../runtime/store/releases.js';
import { accepted, createWorld } from '../leads/lead-world.js';
import { contentOf, planOf, releaseOf, sendOf, start, workspaceWith } from '../leads/release-for-tests.js';
import { useCluster } from './test-database.js';
import type { TestDatabase } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

function withWord(plan: Plan, word: string) {
  return { workspace: workspaceWith(), campaigns: [{ plan, content: contentOf(plan, word) }] };
}

test('says of every campaign what changed, and a release that changes nothing is not a new one', async () => {
  const { db } = database;
  const welcome = planOf('welcome', [sendOf('hello')]);
  const news = planOf('news', [sendOf('hello')]);
  expect(await applyRelease(db, releaseOf([welcome, news]), start)).toEqual({
    campaigns: [{ name: 'news', change: 'new', inside: [] }, { name: 'welcome', change: 'new', inside: [] }],
  });
  const before = await loadRelease(db);
  expect((await applyRelease(db, releaseOf([welcome, news]), start)).campaigns.map(({ change }) => change)).toEqual(['same', 'same']);
  expect((await loadRelease(db))?.revision).toBe(before?.revision);
  const foretold = await compareRelease(db, withWord(welcome, 'Good day'));
  expect(foretold.campaigns).toEqual([{ name: 'news', change: 'retired', inside: [] }, { name: 'welcome', change: 'content', inside: [] }]);
  expect(await applyRelease(db, withWord(welcome, 'Good day'), start)).toEqual(foretold);
  const longer = planOf('welcome', [sendOf('hello', { next: 'more' }), sendOf('more')]);
  expect((await applyRelease(db, withWord(longer, 'Good day'), start)).campaigns).toEqual([{ name: 'welcome', change: 'changed', inside: [] }]);
  expect((await loadRelease(db))?.campaigns.get('news')?.retired).toBe(true);
});

test('a process that has read a release sees the next one', async () => {
  const { db } = database;
  const releases = createReleases();
  expect(await releases.current(db)).toBeUndefined();
  await applyRelease(db, releaseOf([]), start);
  const first = await releases.current(db);
  expect(await releases.current(db)).toBe(first);
  await applyRelease(db, releaseOf([planOf('welcome', [sendOf('hello')])]), start);
  expect((await releases.current(db))?.campaigns.size).toBe(1);
});

test('who is inside keeps the plan it entered with, and gets the messages of today', async () => {
  const old = planOf('welcome', [sendOf('hello', { next: 'more' }), sendOf('more')]);
  const world = await createWorld(database, releaseOf([old]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  await applyRelease(database.db, withWord(planOf('welcome', [sendOf('hello')]), 'Good day'), start);
  const first = await world.advance(id);
  if (first.kind !== 'deliver') throw new Error('nothing to deliver');
  const confirmed = await world.claims.confirm(first.sendKey, 1);
  expect(confirmed).toMatchObject({ mail: { content: { subject: 'Good day' } } });
  if (confirmed.kind !== 'ready') throw new Error('not ready');
  await world.claims.underWay(confirmed.attempt, 'what was said');
  await world.claims.settle(confirmed.attempt, accepted);
  // The step is gone from the new release; its last message is still there.
  const second = await world.advance(id);
  if (second.kind !== 'deliver') throw new Error('nothing to deliver');
  expect(await world.claims.confirm(second.sendKey, 1)).toMatchObject({ kind: 'ready', mail: { content: { subject: 'Hello' } } });
});
