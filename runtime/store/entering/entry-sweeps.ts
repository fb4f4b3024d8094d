import { statement } from '../database.js';
import type { Database } from '../database.js';
import type { Transaction } from '../transaction.js';

/** Work over all leads for one way in. */
export interface Sweep {
  readonly campaign: string;
  readonly way: string;
  /** Empty: the launch. Else the number of the event that everybody in a segment is told of. */
  readonly round: string;
  /** Epoch ms. */
  readonly at: number;
  readonly cursor: number;
  readonly trigger: { readonly seq: number; readonly name: string; readonly at: number; readonly properties: Readonly<Record<string, unknown>> } | null;
}

/** What is planted for one lead at a way in. */
export interface Planted {
  readonly leadId: number;
  readonly way: string;
  readonly key: string;
  readonly holds: boolean;
  readonly askedAt: number;
  readonly dueAt: number | null;
  readonly round: string | null;
  readonly trigger: { readonly seq: number } | null;
}

/** How long a sweep stays with its taker after its last page; ms of machine time. */
const leaseMs = 60_000;

/** Takes the oldest one that nobody is at; undefined when there is none. `realNow` is machine time. */
export async function takeSweep(db: Database, realNow: number): Promise<Sweep | undefined> {
  const [row] = await db.query(take, [realNow, realNow + leaseMs]);
  return row;
}

/** Moves the cursor, in the transaction that plants what lies between; false when somebody else did. */
export async function stepSweep(
  tx: Transaction,
  { campaign, way, round }: Sweep,
  step: { readonly from: number; readonly to: number; readonly done: boolean; readonly realNow: number },
): Promise<boolean> {
  const { from, to, done, realNow } = step;
  const rows = await tx.query(move, [campaign, way, round, from, to, done, done ? 0 : realNow + leaseMs]);
  return rows.length > 0;
}

/** Ends a sweep whose campaign is gone. */
export function endSweep(tx: Transaction, { campaign, way, round }: Sweep): void {
  tx.send(end, [campaign, way, round]);
}

/** Plants what is not there yet: whoever was looked at in the meantime is ahead of this. */
export function plantWatches(tx: Transaction, campaign: string, watches: readonly Planted[]): void {
  if (watches.length === 0) return;
  tx.send(plant, [campaign, JSON.stringify(watches.map(({ trigger, ...watch }) => ({ ...watch, triggerSeq: trigger?.seq ?? null })))]);
}

type None = Record<string, never>;

const take = statement<{
  campaign: string;
  way: string;
  round: string;
  at: number;
  cursor: number;
  trigger: Sweep['trigger'];
}>(
  'take-sweep',
  `with turn as materialized (
     select campaign, way, round from entry_sweeps where not done and leased_until <= $1
     order by at limit 1 for update skip locked
   )
   update entry_sweeps s set leased_until = $2 from turn
   where s.campaign = turn.campaign and s.way = turn.way and s.round = turn.round
   returning s.campaign, s.way, s.round, s.at, s.cursor,
     (select json_build_object('seq', v.seq, 'name', v.name, 'at', v.at, 'properties', v.properties)
      from events v where v.seq = s.trigger_seq) as trigger`,
);

const move = statement<{ campaign: string }>(
  'move-sweep',
  `update entry_sweeps set cursor = $5, done = $6, leased_until = $7
   where campaign = $1 and way = $2 and round = $3 and cursor = $4 and not done returning campaign`,
);

const end = statement<None>(
  'end-sweep',
  'update entry_sweeps set done = true where campaign = $1 and way = $2 and round = $3',
);

const plant = statement<None>(
  'plant-watches',
  `insert into entry_watches (lead_id, campaign, way, key, holds, asked_at, due_at, round, trigger_seq)
   select n."leadId", $1, n.way, n.key, n.holds, n."askedAt", n."dueAt", n.round, n."triggerSeq"
   from jsonb_to_recordset($2) as n ("leadId" bigint, way text, key text, holds boolean, "askedAt" bigint, "dueAt" bigint,
     round text, "triggerSeq" bigint)
   on conflict (lead_id, campaign, way, key) do nothing`,
);
