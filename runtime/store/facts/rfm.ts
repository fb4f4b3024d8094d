import { statement } from '../database.js';
import type { Database } from '../database.js';
import { overAllMs } from '../session-limits.js';
import { inTransaction } from '../transaction.js';
import type { Transaction } from '../transaction.js';

/** The event that is a purchase, and the property that is what it was worth. */
export const purchase = { event: 'order_placed', worth: 'total' } as const;

export interface Ranking {
  readonly buyers: number;
  /** Leads whose place is another one than before. */
  readonly moved: number;
  /** Ms from the first purchase to the first on a later day, on average; null while nobody came back. */
  readonly latencyMs: number | null;
}

/**
 * Ranks everybody who ever bought, where the data is (domain.md ): quintiles of recency
 * (whole days), frequency and worth by cut points, so that equal buyers are equal, and the place of
 * their sum among all. As of `now`, epoch ms; nothing later counts.
 *
 * @returns undefined where another process is at it
 */
export async function rankBuyers(db: Database, now: number): Promise<Ranking | undefined> {
  const work = async (tx: Transaction): Promise<Ranking | undefined> => {
    const [turn] = await tx.query(takeTurn);
    if (turn?.taken !== true) return undefined;
    const [row] = await tx.query(rank, [purchase.event, purchase.worth, now]);
    if (row === undefined) throw new Error('a statement without a table answered nothing');
    tx.send(noteRanking, [now, row.buyers, row.latencyMs]);
    return row;
  };
  return inTransaction(db, work, overAllMs);
}

/** Epoch ms of the last ranking; undefined before the first. */
export async function lastRanking(db: Database): Promise<number | undefined> {
  const [row] = await db.query(readRanking);
  return row?.ranked_at;
}

const batch = 500;

/** Leads whose rank has changed and who were not looked at since, a batch at a time. */
export async function leadsRankedAnew(db: Database, work: (leads: readonly number[]) => Promise<void>): Promise<void> {
  for (;;) {
    const rows = await db.query(rankedAnew, [batch]);
    if (rows.length === 0) return;
    const leads = rows.map(({ lead_id }) => lead_id);
    await work(leads);
    await db.query(rankTold, [leads]);
  }
}

type None = Record<string, never>;

/** Any fixed number: who ranks holds the lock of this name. */
const takeTurn = statement<{ taken: boolean }>('take-turn-to-rank', 'select pg_try_advisory_xact_lock(7368612) as taken');

// Cut points are type-7 quantiles, as percentile_cont has them; a score is one more than the cut
// points below the value, recency the other way round. What was folded counts as far as it is known.
const rank = statement<{ buyers: number; moved: number; latencyMs: number | null }>(
  'rank-buyers',
  `with purchases as materialized (
     select lead_id, at,
       case when jsonb_typeof(properties->$2) = 'number' then (properties->>$2)::double precision else 0 end as worth
     from events where kind = 'track' and name = $1 and at <= $3
   ), counted as (
     select lead_id, count(*) as times, sum(worth) as worth, min(at) as first_at, max(at) as last_at, 0 as folded
     from purchases group by lead_id
     union all
     select lead_id, count, coalesce((sums->>$2)::double precision, 0), first_at, latest_at, count
     from event_folds where name = $1
   ), buyers as materialized (
     select lead_id, sum(times) as times, sum(worth) as worth, min(first_at) as first_at, sum(folded) as folded,
       ($3 - max(last_at)) / 86400000 as days
     from counted group by lead_id
   ), cuts as materialized (
     select percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by days) as days,
       percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by times) as times,
       percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by worth) as worth
     from buyers
   ), scored as (
     select lead_id,
       5 - (select count(*) from unnest(cuts.days) as cut where cut < buyers.days) as r,
       1 + (select count(*) from unnest(cuts.times) as cut where cut < buyers.times) as f,
       1 + (select count(*) from unnest(cuts.worth) as cut where cut < buyers.worth) as m
     from buyers, cuts
   ), ranked as (
     select lead_id, r, f, m, ceil(100 * cume_dist() over (order by r + f + m)) / 100 as rank from scored
   ), written as (
     insert into rfm as old (lead_id, r, f, m, rank, ranked_at, told)
     select lead_id, r, f, m, rank, $3, false from ranked
     on conflict (lead_id) do update
     set r = excluded.r, f = excluded.f, m = excluded.m, rank = excluded.rank, ranked_at = excluded.ranked_at, told = false
     where (old.r, old.f, old.m, old.rank) is distinct from (excluded.r, excluded.f, excluded.m, excluded.rank)
     returning lead_id
   ), gaps as (
     select min(p.at) - b.first_at as gap
     from buyers b join purchases p using (lead_id)
     where b.folded <= 1 and p.at / 86400000 > b.first_at / 86400000
     group by b.lead_id, b.first_at
   )
   select (select count(*) from buyers) as buyers, (select count(*) from written) as moved,
     (select round(avg(gap))::bigint from gaps) as "latencyMs"`,
);

const noteRanking = statement<None>(
  'note-ranking',
  `insert into rfm_rankings (ranked_at, buyers, latency_ms) values ($1, $2, $3)
   on conflict (only_row) do update
   set ranked_at = excluded.ranked_at, buyers = excluded.buyers, latency_ms = excluded.latency_ms`,
);

const readRanking = statement<{ ranked_at: number }>('read-ranking', 'select ranked_at from rfm_rankings');

const rankedAnew = statement<{ lead_id: number }>(
  'leads-ranked-anew',
  'select lead_id from rfm where not told order by lead_id limit $1',
);

const rankTold = statement<None>('rank-told', 'update rfm set told = true where lead_id = any($1::bigint[])');
