import { beforeEach, expect, test } from 'vitest';
import { controlOf, countControlled, everyCampaign, liftControl, sayControl } from '../../../../runtime/store/edits/controls.js';
import { endStopped } from '../../../../runtime/store/edits/endings.js';
import { releaseTurn } from '../../../../runtime/service/loops/release-loop.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, hour, minute, planOf, releaseOf, sendOf, start } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const later = { kind: 'after', duration: { amount: 1, unit: 'd' } } as const;

function drip(campaign = 'welcome') {
  return planOf(campaign, [sendOf('hello', { next: 'more' }), sendOf('more', { due: later })], {
    leave: [{ kind: 'on', event: 'bought' }],
    events: ['bought'],
  });
}

async function worldOf(users: readonly string[], plans = [drip()]): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf(plans));
  for (const user of users) {
    await world.identify(user, { email: `${user}@example.com` });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  return world;
}

function hold(world: LeadWorld, campaign = 'welcome', state: 'held' | 'stopped' = 'held'): Promise<boolean> {
  return sayControl(world.database.db, { campaign, state, saidBy: 'operator', reason: 'wrong price', since: world.clock.now() });
}

async function idOf(world: LeadWorld, index = 0): Promise<string> {
  return (await world.enrolments())[index]?.id ?? '';
}

test('who comes due while the campaign is held stands, says why, and goes on when it is let go', async () => {
  const world = await worldOf(['ada']);
  const id = await idOf(world);
  await hold(world);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.rows("select detail, text from decisions where code = 'held'")).toEqual([
    { detail: 'hold', text: 'Held: wrong price.' },
  ]);
  // Nobody is let go while the hold lasts.
  expect(await releaseTurn({ db: database.db, clock: world.clock })).toBe(0);
  await world.rows('delete from outbox');
  expect(await liftControl(database.db, 'welcome', undefined, world.clock.now())).toEqual(['welcome']);
  // Still its turn has to come: a look of its own does not jump the line.
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await releaseTurn({ db: database.db, clock: world.clock })).toBe(1);
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'wake' }]);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
});

test('a claimed message of a held campaign is withdrawn at the hand-over, the lead stays, and the same key goes later', async () => {
  const world = await worldOf(['ada']);
  const id = await idOf(world);
  const claimed = await world.advance(id);
  if (claimed.kind !== 'deliver') throw new Error('nothing to deliver');
  await hold(world);
  expect(await world.deliver(claimed.sendKey)).toBe('not');
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.enrolments()).toMatchObject([{ step: 'hello', ending: null }]);
  expect(await world.rows("select detail from decisions where code = 'withdrawn'")).toEqual([{ detail: 'hold' }]);
  await liftControl(database.db, 'welcome', undefined, world.clock.now());
  await releaseTurn({ db: database.db, clock: world.clock });
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver', sendKey: claimed.sendKey });
  expect(await world.deliver(claimed.sendKey)).toBe('handed over');
});

test('a hold that comes between the last question and the final dot still stops the message', async () => {
  const world = await worldOf(['ada']);
  const claimed = await world.advance(await idOf(world));
  if (claimed.kind !== 'deliver') throw new Error('nothing to deliver');
  const confirmed = await world.claims.confirm(claimed.sendKey, 1);
  if (confirmed.kind !== 'ready') throw new Error('not ready');
  await hold(world);
  await expect(world.claims.underWay(confirmed.attempt, 'what was said')).rejects.toThrow('withdrawn');
  expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
});

test('a claim is taken back by the look of its own run, too', async () => {
  const world = await worldOf(['ada']);
  const id = await idOf(world);
  await world.advance(id);
  await hold(world, everyCampaign);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
});

test('who is not due yet sleeps through a hold and never hears of it', async () => {
  const world = await worldOf(['ada']);
  const id = await idOf(world);
  const first = await world.advance(id);
  if (first.kind !== 'deliver') throw new Error('nothing to deliver');
  await world.deliver(first.sendKey);
  await world.advance(id);
  await hold(world);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.rows("select code from decisions where code = 'held'")).toEqual([]);
  await liftControl(database.db, 'welcome', 1, world.clock.now());
  world.clock.moveTo(start + day);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
});

test('ways out are open while a campaign is held; leads come in and stand', async () => {
  const world = await worldOf(['ada']);
  await hold(world);
  await world.advance(await idOf(world));
  await world.say('ada', 'bought');
  await world.identify('bob', { email: 'bob@example.com' });
  await world.say('bob', 'signed_up');
  await world.absorb();
  expect(new Set((await world.enrolments()).map(({ ending }) => ending))).toEqual(new Set(['left', null]));
  const bob = (await world.enrolments()).find(({ ending }) => ending === null)?.id ?? '';
  expect(await world.advance(bob)).toEqual({ kind: 'wait' });
});

test('held leads are let go at the pace that was chosen', async () => {
  const world = await worldOf(['a', 'b', 'c', 'd', 'e']);
  await hold(world);
  for (const { id } of await world.enrolments()) await world.advance(id);
  await liftControl(database.db, 'welcome', 120, world.clock.now());
  const counts: number[] = [];
  for (let turn = 1; turn <= 4; turn += 1) {
    world.clock.moveTo(start + turn * 1_000);
    counts.push(await releaseTurn({ db: database.db, clock: world.clock }));
  }
  // Two a second, and nobody twice.
  expect(counts).toEqual([2, 2, 1, 0]);
  expect(await world.rows('select campaign from paces')).toEqual([]);
  expect(await world.rows("select count(*)::int as n from decisions where code = 'released'")).toEqual([{ n: 5 }]);
});

test('of campaigns that are held those are let go that are held no longer, wherever they stand among the others', async () => {
  const names = ['alpha', 'beta', 'gamma', 'omega'];
  const world = await worldOf(['ada', 'bob'], names.map(drip));
  await hold(world, everyCampaign);
  for (const { id } of await world.enrolments()) await world.advance(id);
  await liftControl(database.db, everyCampaign, undefined, world.clock.now());
  // Before anybody had his turn.
  for (const name of ['beta', 'omega']) await hold(world, name);
  const released = async () => world.rows("select distinct campaign from decisions where code = 'released' order by 1");
  expect(await releaseTurn({ db: database.db, clock: world.clock })).toBe(4);
  expect(await released()).toEqual([{ campaign: 'alpha' }, { campaign: 'gamma' }]);
  await liftControl(database.db, 'omega', undefined, world.clock.now());
  expect(await releaseTurn({ db: database.db, clock: world.clock })).toBe(2);
  expect(await released()).toEqual([{ campaign: 'alpha' }, { campaign: 'gamma' }, { campaign: 'omega' }]);
  expect(await releaseTurn({ db: database.db, clock: world.clock })).toBe(0);
});

test('to stop a campaign ends everybody with the reason, withdraws what is claimed, and lets nobody in', async () => {
  const world = await worldOf(['ada', 'bob']);
  const ada = await idOf(world, 0);
  await world.advance(ada);
  await world.rows('delete from outbox');
  await hold(world, 'welcome', 'stopped');
  await world.identify('cy', { email: 'cy@example.com' });
  await world.say('cy', 'signed_up');
  await world.absorb();
  expect(await world.enrolments()).toHaveLength(2);
  expect(await world.rows("select detail from decisions where code = 'stayed_out'")).toEqual([{ detail: 'stopped' }]);
  // Whose message is claimed is ended by its own run, which takes the message back.
  expect(await endStopped(database.db, 10, world.clock.now())).toBe(1);
  expect(await world.advance(ada)).toEqual({ kind: 'end', ending: 'stopped' });
  expect((await world.enrolments()).map(({ ending }) => ending)).toEqual(['stopped', 'stopped']);
  expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
  expect(await world.rows("select distinct text from decisions where code = 'left'")).toEqual([{ text: 'Stopped: wrong price.' }]);
});

test('two processes that let leads go at once let each go once', async () => {
  const users = Array.from({ length: 30 }, (_, index) => `u${index}`);
  const world = await worldOf(users);
  await hold(world);
  for (const { id } of await world.enrolments()) await world.advance(id);
  await liftControl(database.db, everyCampaign, undefined, world.clock.now());
  const both = await Promise.all([1, 2].map(() => releaseTurn({ db: database.db, clock: world.clock })));
  const rest = await releaseTurn({ db: database.db, clock: world.clock });
  expect(both.reduce((sum, n) => sum + n, rest)).toBe(30);
  expect(await world.rows("select count(*)::int as n from decisions where code = 'released'")).toEqual([{ n: 30 }]);
});

test('the numbers before a hold: who is inside, held, due within a day, and claimed', async () => {
  const world = await worldOf(['ada', 'bob']);
  await world.advance(await idOf(world));
  expect(await countControlled(database.db, 'welcome', world.clock.now())).toEqual([
    { campaign: 'welcome', inside: 2, held: 0, dueInDay: 2, claimed: 1 },
  ]);
  expect(await countControlled(database.db, everyCampaign, start - 2 * day)).toMatchObject([{ dueInDay: 0 }]);
});

test('to stop weighs more than to hold, and a hold of one campaign comes before that of all', () => {
  const since = start + hour + minute;
  const said = (state: 'held' | 'stopped', reason: string) => ({ state, saidBy: 'operator', reason, since }) as const;
  const controls = new Map([['*', said('held', 'all')], ['welcome', said('held', 'own')], ['gone', said('stopped', 'own')]]);
  expect(controlOf(controls, 'welcome')?.reason).toBe('own');
  expect(controlOf(controls, 'other')?.reason).toBe('all');
  expect(controlOf(controls, 'gone')?.state).toBe('stopped');
  expect(controlOf(new Map([['*', said('stopped', 'all')], ['welcome', said('held', 'own')]]), 'welcome')?.state).toBe('stopped');
});
