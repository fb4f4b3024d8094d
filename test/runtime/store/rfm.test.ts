import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import type { IncomingEvent } from '../../../runtime/store/events.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { lastRanking, leadsRankedAnew, rankBuyers } from '../../../runtime/store/facts/rfm.js';
import type { TestDatabase } from './test-database.js';
import { useCluster } from './test-database.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const day = 86_400_000;

function bought(userId: string, at: number, total: unknown): IncomingEvent {
  const messageId = `${userId}-${at}-${String(total)}`;
  return { source: 'test', messageId, userId, kind: 'track', name: 'order_placed', at, properties: { total } };
}

async function store(purchases: readonly IncomingEvent[]): Promise<void> {
  for (let from = 0; from < purchases.length; from += 2_000) {
    await appendEvents(database.db, purchases.slice(from, from + 2_000), Date.UTC(2011, 11, 10));
  }
}

async function rows<Row extends Record<string, unknown>>(sql: string): Promise<readonly Row[]> {
  return (await database.db.pool.query<Row>(sql)).rows;
}

test('the ranks of real customers are those that were computed independently', async () => {
  const file = gunzipSync(readFileSync(new URL('online-retail/purchases.csv.gz', import.meta.url))).toString();
  const purchases = file.trim().split('\n').slice(1).map((line) => {
    const [customer = '', minute, total] = line.split(',');
    return bought(customer, Number(minute) * 60_000, Number(total));
  });
  await store(purchases);
  const ranking = await rankBuyers(database.db, Date.UTC(2011, 11, 10));
  // 2,790 came back on a later day, on average 82 days after the first purchase.
  expect(ranking).toEqual({ buyers: 4_338, moved: 4_338, latencyMs: 7_080_552_043 });
  const sizes = async (part: string) =>
    (await rows<{ n: number }>(`select count(*) as n from rfm group by ${part} order by ${part}`)).map(({ n }) => n);
  expect(await sizes('r')).toEqual([861, 866, 863, 880, 868]);
  expect(await sizes('f')).toEqual([1_493, 835, 508, 802, 700]);
  expect(await rows('select count(*) as n from rfm where r = 5 and f = 5 and m = 5')).toEqual([{ n: 324 }]);
  expect(await rows('select count(*) as n from rfm where r = 1 and f = 1 and m = 1')).toEqual([{ n: 330 }]);
  // Never more than the lowest fifth is given up.
  const [lowest] = await rows<{ share: number }>('select count(*) filter (where rank <= 0.2) / 4338.0::float as share from rfm');
  expect(lowest?.share).toBeGreaterThan(0.1);
  expect(lowest?.share).toBeLessThanOrEqual(0.2);
});

test('a ranking moves only those whose place is another one, and tells of each once', async () => {
  const now = Date.UTC(2026, 2, 2);
  const buyers = ['ada', 'bob', 'cleo', 'dan', 'eve'];
  await store(buyers.map((userId, index) => bought(userId, now - (index + 1) * 10 * day, 10 * (index + 1))));
  expect(await rankBuyers(database.db, now)).toEqual({ buyers: 5, moved: 5, latencyMs: null });
  const told: number[] = [];
  const look = () => leadsRankedAnew(database.db, async (leads) => void told.push(...leads));
  await look();
  expect(told).toHaveLength(5);
  expect(await rankBuyers(database.db, now)).toMatchObject({ moved: 0 });
  await look();
  expect(told).toHaveLength(5);
  // Equal buyers are equal, whatever is lacking in what they bought.
  await store([bought('fay', now - 50 * day, 'much'), bought('gus', now - 50 * day, null)]);
  expect(await rankBuyers(database.db, now)).toMatchObject({ buyers: 7 });
  const equal = await rows("select distinct r, f, m, rank from rfm join leads on leads.id = lead_id where user_id in ('fay', 'gus')");
  expect(equal).toHaveLength(1);
  expect(await lastRanking(database.db)).toBe(now);
});

test('the latency is from the first purchase to the first on a later day', async () => {
  const now = Date.UTC(2026, 2, 2);
  const noon = now - 100 * day + day / 2;
  await store([
    bought('ada', noon, 1),
    bought('ada', noon + 3_600_000, 1),
    bought('ada', noon + 10 * day, 1),
    bought('ada', noon + 50 * day, 1),
    bought('bob', noon, 1),
    bought('bob', noon + 20 * day, 1),
    bought('once', noon, 1),
    bought('late', now + day, 1),
  ]);
  expect(await rankBuyers(database.db, now)).toEqual({ buyers: 3, moved: 3, latencyMs: 15 * day });
});
