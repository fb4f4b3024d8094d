import { beforeEach, expect, test } from 'vitest';
import { allAtRest, nextDue, queueDue, queueOverdue } from '../../../runtime/store/due.js';
import { outboxDone, outboxFailed, queueWake, takeOutbox } from '../../../runtime/store/outbox.js';
import { inTransaction } from '../../../runtime/store/transaction.js';
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
  world = await createWorld(database, releaseOf([planOf('welcome', [later])]));
});

async function enter(...userIds: readonly string[]): Promise<readonly string[]> {
  for (const userId of userIds) {
    await world.identify(userId, { email: `${userId}@example.com` });
    await world.say(userId, 'signed_up');
  }
  await world.absorb();
  return (await world.enrolments()).map(({ id }) => id);
}

const soon = Date.now();

test('a row that is queued again between reading and deleting stays', async () => {
  const [id = ''] = await enter('ada');
  const taken = await takeOutbox(database.db, 10, soon);
  expect(taken).toMatchObject([{ enrolmentId: id, campaign: 'welcome', epoch: 1, kind: 'start', attempts: 1 }]);
  await inTransaction(database.db, async (tx) => queueWake(tx, id, 'wake', start));
  await outboxDone(database.db, taken);
  // Its start may have been told already: only a signal is sure to wake the run.
  const again = await takeOutbox(database.db, 10, soon);
  expect(again).toMatchObject([{ enrolmentId: id, kind: 'wake' }]);
  await outboxDone(database.db, again);
  expect(await takeOutbox(database.db, 10, soon)).toEqual([]);
});

test('a start that nobody has taken yet stays a start', async () => {
  const [id = ''] = await enter('ada');
  await inTransaction(database.db, async (tx) => queueWake(tx, id, 'wake', start));
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
  await inTransaction(database.db, async (tx) => queueWake(tx, failed.enrolmentId, 'wake', start));
  await enter('cyd');
  expect((await takeOutbox(database.db, 10, soon)).map(({ kind }) => kind)).toEqual(['wake', 'start']);
});

test('the conductor\'s round: everything rests, time moves to the next moment, the due lead is queued once', async () => {
  const [id = ''] = await enter('ada');
  await world.advance(id);
  expect(await allAtRest(database.db)).toBe(false);
  await outboxDone(database.db, await takeOutbox(database.db, 10, soon));
  expect(await allAtRest(database.db)).toBe(true);
  expect(await nextDue(database.db)).toBe(start + 2 * day);
  expect(await queueDue(database.db, start + day)).toBe(0);
  expect(await queueDue(database.db, start + 2 * day)).toBe(1);
  expect(await queueDue(database.db, start + 2 * day)).toBe(0);
  expect(await allAtRest(database.db)).toBe(false);
  expect(await nextDue(database.db)).toBeUndefined();
  world.clock.moveTo(start + 2 * day);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
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
