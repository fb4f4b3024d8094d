import { beforeEach, expect, test } from 'vitest';
import { queueOverdue } from '../../../runtime/store/due.js';
import { outboxDone, outboxFailed, takeOutbox } from '../../../runtime/store/outbox.js';
import type { LeadWorld } from '../leads/lead-world.js';
import { createWorld } from '../leads/lead-world.js';
import { day, hour, planOf, releaseOf, sendOf, start } from '../leads/release-for-tests.js';
import { useCluster } from './test-database.js';
import type { TestDatabase } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
let world: LeadWorld;
beforeEach(async () => {
  database = await open();
  const later = sendOf('hello', { due: { kind: 'after', duration: { amount: 2, unit: 'd' } } });
  const leave = [{ kind: 'on', event: 'bought' }] as const;
  world = await createWorld(database, releaseOf([planOf('welcome', [later], { leave, events: ['bought'] })]));
});

async function enter(...userIds: readonly string[]): Promise<readonly string[]> {
  const before = new Set((await world.enrolments()).map(({ id }) => id));
  const entered: string[] = [];
  for (const userId of userIds) {
    await world.identify(userId, { email: `${userId}@example.com` });
    await world.say(userId, 'signed_up');
    await world.absorb();
    // One by one: at one moment they would stand in the order of their random ids.
    const added = (await world.enrolments()).filter(({ id }) => !before.has(id)).map(({ id }) => id);
    for (const id of added) before.add(id);
    entered.push(...added);
  }
  return entered;
}

/** Lets a lead come to rest and then leave, which queues its run for the last look. */
async function buy(userId: string, enrolmentId: string): Promise<void> {
  expect(await world.advance(enrolmentId)).toMatchObject({ kind: 'wait' });
  await world.say(userId, 'bought');
  await world.absorb();
}

const soon = Date.now();

test('a row that is queued again between reading and deleting stays', async () => {
  const [id = ''] = await enter('ada');
  const taken = await takeOutbox(database.db, 10, soon);
  expect(taken).toMatchObject([{ enrolmentId: id, campaign: 'welcome', epoch: 1, kind: 'start', attempts: 1 }]);
  await buy('ada', id);
  await outboxDone(database.db, taken);
  // Its start may have been told already: only a signal is sure to wake the run.
  const again = await takeOutbox(database.db, 10, soon);
  expect(again).toMatchObject([{ enrolmentId: id, kind: 'wake' }]);
  await outboxDone(database.db, again);
  expect(await takeOutbox(database.db, 10, soon)).toEqual([]);
});

test('a start that nobody has taken yet stays a start', async () => {
  const [id = ''] = await enter('ada');
  await buy('ada', id);
  expect(await takeOutbox(database.db, 10, soon)).toMatchObject([{ kind: 'start' }]);
});

test('two takers never hold the same row, and a lost taker\'s row comes back', async () => {
  await enter('ada', 'bob', 'cyd', 'dan');
  const [first, second] = await Promise.all([takeOutbox(database.db, 2, soon), takeOutbox(database.db, 2, soon)]);
  expect(new Set([...first, ...second].map(({ enrolmentId }) => enrolmentId)).size).toBe(4);
  expect(await takeOutbox(database.db, 10, soon)).toEqual([]);
  expect(await takeOutbox(database.db, 10, soon + 31_000)).toHaveLength(4);
});

test('a row that failed is put off, and wakes come before starts', async () => {
  const [ada = '', bob = ''] = await enter('ada', 'bob');
  const [failed] = await takeOutbox(database.db, 1, soon);
  if (failed === undefined) throw new Error('nothing queued');
  await outboxFailed(database.db, failed, soon + 60_000);
  const other = failed.enrolmentId === ada ? bob : ada;
  expect((await takeOutbox(database.db, 10, soon)).map(({ enrolmentId }) => enrolmentId)).toEqual([other]);
  await buy(failed.enrolmentId === ada ? 'ada' : 'bob', failed.enrolmentId);
  await enter('cyd');
  expect((await takeOutbox(database.db, 10, soon)).map(({ kind }) => kind)).toEqual(['wake', 'start']);
});

test('the sweep finds a run that was lost: asleep, before its first look, and with a message in its hands', async () => {
  const [ada = '', bob = '', cyd = ''] = await enter('ada', 'bob', 'cyd');
  expect(await world.advance(ada)).toMatchObject({ kind: 'wait' });
  world.clock.moveTo(start + 2 * day);
  expect(await world.advance(bob)).toMatchObject({ kind: 'deliver' });
  await world.rows('delete from outbox');
  expect(await queueOverdue(database.db, start + 2 * day)).toBe(1);
  expect(await queueOverdue(database.db, start + 2 * day)).toBe(0);
  const now = start + 2 * day + hour;
  await database.db.pool.query('delete from outbox');
  expect(await queueOverdue(database.db, now)).toBe(3);
  expect((await takeOutbox(database.db, 10, soon)).map(({ enrolmentId }) => enrolmentId).sort()).toEqual([ada, bob, cyd].sort());
});

test('the sweep wakes what an event has ended, until its run has looked for the last time', async () => {
  const [id = ''] = await enter('ada');
  await buy('ada', id);
  await world.rows('delete from outbox');
  expect(await queueOverdue(database.db, start + hour)).toBe(1);
  expect(await takeOutbox(database.db, 10, soon)).toMatchObject([{ enrolmentId: id, kind: 'wake' }]);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'left' });
  await world.rows('delete from outbox');
  expect(await queueOverdue(database.db, start + day)).toBe(0);
  expect(await world.enrolments()).toMatchObject([{ ending: 'left', awake: false, resting_until: null }]);
});
