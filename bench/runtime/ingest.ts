import { Worker } from 'node:worker_threads';
import type { Database } from '../../runtime/store/database.js';
import { statement } from '../../runtime/store/database.js';
import { inTransaction } from '../../runtime/store/transaction.js';
import type { Bench } from '../bench.js';
import { beside } from '../beside.js';
import { median, rounded, timed } from '../compiler/rounds.js';
import { setDripStage, writeKey } from '../drip-stage.js';
import type { ClientOrder } from './ingest-client.js';

const users = 2_000;
const perRound = 20_000;
const rounds = 5;
/** As many as the service puts into one commit. */
const perCommit = 200;

/**
 * Events taken in per second over HTTP, with a client on the same cores, against inserts of the same
 * rows in commits of the same size by a program that has nothing else to do: no HTTP, no JSON, no
 * check, and the leads known by their numbers.
 */
export const measureIngest: Bench = async (progress) => {
  const { service, signUp, stop } = await setDripStage(progress, { repository: 'resting', roles: ['ingest'] });
  try {
    const { db, ingestUrl } = service;
    await signUp(Array.from({ length: users }, (_, index) => `u-${index}`));
    const [ours, bare]: [number[], number[]] = [[], []];
    const client = new Worker(beside('ingest-client', import.meta.url), { execArgv: process.execArgv });
    for (let round = 0; round <= rounds; round += 1) {
      const bareMs = await timed(() => insertAll(db, round));
      const oursMs = await told(client, { ingestUrl, writeKey, round, users, events: perRound });
      progress(`ingest: ${shown(oursMs)}, bare inserts ${shown(bareMs)}`);
      // The first one gets to know the code.
      if (round === 0) continue;
      ours.push(oursMs);
      bare.push(bareMs);
    }
    await client.terminate();
    await checkStored(db, 2 * perRound * (rounds + 1) + 2 * users);
    const perSecond = (times: readonly number[]): number => (perRound / median(times)) * 1_000;
    return [
      { name: 'ingest', value: Math.round(perSecond(ours)), unit: 'events/s', ratio: rounded(perSecond(ours) / perSecond(bare)) },
      { name: 'ingest-bare', value: Math.round(perSecond(bare)), unit: 'events/s' },
    ];
  } finally {
    await stop();
  }
};

function shown(ms: number): string {
  return `${Math.round((perRound / ms) * 1_000)}/s`;
}

function told(client: Worker, order: ClientOrder): Promise<number> {
  return new Promise((resolve, reject) => {
    client.once('error', reject);
    client.once('message', (ms: unknown) => {
      client.off('error', reject);
      if (typeof ms === 'number') resolve(ms);
      else reject(new Error(String(ms)));
    });
    client.postMessage(order);
  });
}

async function insertAll(db: Database, round: number): Promise<void> {
  const now = Date.now();
  for (let from = 0; from < perRound; from += perCommit) {
    const numbers = Array.from({ length: perCommit }, (_, offset) => from + offset);
    await inTransaction(db, async (tx) => {
      const ids = numbers.map((number) => `bare-${round}-${number}`);
      tx.send(insertIds, [ids, now]);
      tx.send(insertEvents, [
        numbers.map((number) => 1 + (number % users)),
        ids,
        now,
        numbers.map((number) => JSON.stringify({ path: `/page/${number % 50}`, seconds: number % 300 })),
      ]);
    });
  }
}

async function checkStored(db: Database, wanted: number): Promise<void> {
  const [row] = await db.query(stored);
  if (row?.events !== wanted || row.unread !== wanted) throw new Error(`${row?.events} of ${wanted} events were stored`);
}

const insertIds = statement<Record<string, never>>(
  'bench-insert-ids',
  "insert into event_dedup (source, message_id, received_at) select 'bare', id, $2 from unnest($1::text[]) as id",
);
const insertEvents = statement<Record<string, never>>(
  'bench-insert-events',
  `with stored as (
     insert into events (lead_id, source, message_id, kind, name, at, received_at, properties)
     select lead_id, 'bare', id, 'track', 'page_viewed', $3, $3, properties
     from unnest($1::bigint[], $2::text[], $4::jsonb[]) as item (lead_id, id, properties)
     returning lead_id, seq
   )
   insert into lead_inbox (lead_id, seq) select lead_id, seq from stored`,
);
const stored = statement<{ events: number; unread: number }>(
  'bench-stored',
  'select (select count(*) from events) as events, (select count(*) from lead_inbox) as unread',
);
