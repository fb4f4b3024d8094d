import { beforeEach, expect, test } from 'vitest';
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

/** Three campaigns with one message each, a day apart, and a receipt; messages wait for room for ten days. */
async function worldOf(overCapDeferMs: number): Promise<LeadWorld> {
  const at = (days: number) => ({ due: { kind: 'after', duration: { amount: days, unit: 'd' } } }) as const;
  const plans = [
    planOf('one', [sendOf('hello')]),
    planOf('two', [sendOf('hello', at(1))]),
    planOf('three', [sendOf('hello', at(2))]),
    planOf('bought', [sendOf('receipt', { email: { class: 'transactional', from: 'us' } })], { enter: [{ event: 'order_placed', again: { kind: 'always' } }] }),
  ];
  const world = await createWorld(database, releaseOf(plans, workspaceWith({ overCapDeferMs })));
  await world.identify('ada', { email: 'ada@example.com' });
  return world;
}

/** Moves from moment to moment until everybody has ended, and answers what left on which day. */
async function walk(world: LeadWorld, limit = 60): Promise<readonly (readonly [string, number])[]> {
  for (let round = 0; round < limit; round += 1) {
    await world.absorb();
    for (const { id } of (await world.enrolments()).filter(({ ending }) => ending === null)) {
      const next = await world.advance(id);
      if (next.kind === 'deliver') await world.deliver(next.sendKey).then(() => world.advance(id));
    }
    const open = (await world.enrolments()).filter(({ ending }) => ending === null);
    if (open.length === 0) break;
    const next = Math.min(...open.map(({ resting_until: until }) => until ?? Number.POSITIVE_INFINITY));
    if (Number.isFinite(next)) world.clock.moveTo(Math.max(next, world.clock.now()));
  }
  const sent = await world.rows<{ campaign: string; at: number }>("select campaign, settled_at as at from claims where state = 'sent' order by 2, 1");
  return sent.map(({ campaign, at }) => [campaign, (at - start) / day] as const);
}

/** Whether somebody looks at those who are inside, or has been asked to. */
async function woken(world: LeadWorld, campaign: string): Promise<readonly boolean[]> {
  return (await world.enrolments(campaign)).filter(({ ending }) => ending === null).map(({ awake }) => awake);
}

test('who asked for one message a week gets one a week, over all campaigns, and the timeline says why', async () => {
  const world = await worldOf(20 * day);
  await world.say('ada', 'frequency_chosen', { at_most: 'weekly' });
  await world.say('ada', 'signed_up');
  expect((await walk(world)).map(([, at]) => at)).toEqual([0, 7, 14]);
  const [held] = await world.rows<{ text: string }>("select text from decisions where code = 'held' and detail = 'how_often' order by id");
  expect(held?.text).toMatch(/^The lead asked for at most one message a week: the last is of 2026-03-02 12:00\. Held until 2026-03-09 12:00 UTC\.$/);
});

test('what finds no room in time is skipped, as over any cap; what a person asked for leaves all the same', async () => {
  const world = await worldOf(day);
  await world.say('ada', 'frequency_chosen', { at_most: 'weekly' });
  await world.say('ada', 'signed_up');
  await world.say('ada', 'order_placed');
  expect(await walk(world)).toEqual([['bought', 0], ['one', 0]]);
  expect(await world.rows("select campaign, text from decisions where code = 'skipped' order by campaign desc")).toEqual([
    { campaign: 'two', text: 'The lead asked for at most one message a week: the last is of 2026-03-02 12:00. There is no room in time.' },
    { campaign: 'three', text: 'The lead asked for at most one message a week: the last is of 2026-03-02 12:00. There is no room in time.' },
  ]);
});

test('a pause holds marketing for 30 days from its moment, and taken back it ends at once', async () => {
  const world = await worldOf(40 * day);
  await world.say('ada', 'frequency_chosen', { pause: true });
  await world.say('ada', 'signed_up');
  expect((await walk(world)).map(([, at]) => at)).toEqual([30, 30, 30]);
  expect(await world.rows("select distinct text from decisions where code = 'held' and detail = 'paused'")).toEqual([
    { text: 'The lead asked for a pause until 2026-04-01 12:00. Held until 2026-04-01 12:00 UTC.' },
  ]);

  await world.identify('bob', { email: 'bob@example.com' });
  await world.say('bob', 'frequency_chosen', { pause: true });
  await world.say('bob', 'signed_up');
  await world.absorb();
  const [bob] = (await world.enrolments('one')).filter(({ ending }) => ending === null);
  expect(await world.advance(bob?.id ?? '')).toMatchObject({ kind: 'wait' });
  world.clock.moveTo(world.clock.now() + day);
  await world.say('bob', 'frequency_chosen', { pause: false });
  await world.absorb();
  expect(await woken(world, 'one')).toEqual([true]);
  expect(await world.advance(bob?.id ?? '')).toMatchObject({ kind: 'deliver' });
});

test('who takes back "weekly" is looked at at once, and gets what waits', async () => {
  const world = await worldOf(20 * day);
  await world.say('ada', 'frequency_chosen', { at_most: 'weekly' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const idOf = async (campaign: string): Promise<string> => (await world.enrolments(campaign))[0]?.id ?? '';
  const first = await world.advance(await idOf('one'));
  if (first.kind === 'deliver') await world.deliver(first.sendKey);
  await world.advance(await idOf('two'));
  world.clock.moveTo(start + day);
  expect(await world.advance(await idOf('two'))).toMatchObject({ kind: 'wait' });
  expect(await woken(world, 'two')).toEqual([false]);
  world.clock.moveTo(start + day + hour);
  await world.say('ada', 'frequency_chosen', { at_most: 'any' });
  await world.absorb();
  expect(await woken(world, 'two')).toEqual([true]);
  expect(await world.advance(await idOf('two'))).toMatchObject({ kind: 'deliver' });
});

test.each([['one by one', true], ['worked in together', false]] as const)('of two words the one said later counts, whichever came first: %s', async (_, apart) => {
  const world = await worldOf(0);
  world.clock.moveTo(start + hour);
  await world.say('ada', 'frequency_chosen', { at_most: 'any', pause: false });
  if (apart) await world.absorb();
  // An older word that comes late.
  const { db } = world.desk;
  await db.pool.query(`with said as (
    insert into events (lead_id, source, message_id, kind, name, at, received_at, properties)
    select id, 'test', 'late', 'track', 'frequency_chosen', $1, $2, '{"pause": true}' from leads where user_id = 'ada' returning seq, lead_id
  ) insert into lead_inbox (lead_id, seq) select lead_id, seq from said`, [start, start + hour]);
  await world.say('ada', 'signed_up');
  expect((await walk(world)).map(([campaign]) => campaign)).toEqual(['one', 'two', 'three']);
});
