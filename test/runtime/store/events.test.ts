import { beforeEach, expect, test } from 'vitest';
import type { IncomingEvent } from '../../../runtime/store/events.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { migrate } from '../../../runtime/store/migrate.js';
import type { TestDatabase } from './test-database.js';
import { useCluster } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

function event(messageId: string, userId = 'ada'): IncomingEvent {
  return { source: 'app', messageId, userId, kind: 'track', name: 'page_viewed', at: 1_000, properties: { path: '/' } };
}

async function count(table: string): Promise<number> {
  const { rows } = await database.db.pool.query<{ n: number }>(`select count(*) as n from ${table}`);
  return rows[0]?.n ?? -1;
}

test('a message that comes twice is stored once, within a batch and across batches', async () => {
  const first = await appendEvents(database.db, [event('1'), event('2'), event('1')], 2_000);
  const second = await appendEvents(database.db, [event('2'), event('3')], 2_000);
  expect(first).toEqual(['stored', 'stored', 'duplicate']);
  expect(second).toEqual(['duplicate', 'stored']);
  expect(await count('events')).toBe(3);
  expect(await count('lead_inbox')).toBe(3);
});

test('the same message id from another source is another message', async () => {
  const other = { ...event('1'), source: 'billing' };
  expect(await appendEvents(database.db, [event('1'), other], 2_000)).toEqual(['stored', 'stored']);
});

test('arrival is numbered in the order of the batch', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `${50 - index}`);
  await appendEvents(database.db, ids.map((id) => event(id)), 2_000);
  const { rows } = await database.db.pool.query<{ message_id: string }>('select message_id from events order by seq');
  expect(rows.map(({ message_id }) => message_id)).toEqual(ids);
});

test('batches with the same new leads and messages in any order do not get in each other\'s way', async () => {
  const items = Array.from({ length: 200 }, (_, index) => event(`${index}`, `lead-${index % 20}`));
  const batches = [items, items.toReversed(), items, items.toReversed(), items];
  const answers = await Promise.all(batches.map((batch) => appendEvents(database.db, batch, 2_000)));
  expect(answers.flat().filter((answer) => answer === 'stored')).toHaveLength(200);
  expect(await count('events')).toBe(200);
  expect(await count('leads')).toBe(20);
});

test('migrating again does nothing, also from several processes at once', async () => {
  const runs = await Promise.all([migrate(database.db), migrate(database.db), migrate(database.db)]);
  expect(runs).toEqual([[], [], []]);
});

test('a migration that was changed after it had run is refused', async () => {
  await database.db.pool.query("update migrations set checksum = 'other'");
  await expect(migrate(database.db)).rejects.toThrow('was changed after it had been run');
});
