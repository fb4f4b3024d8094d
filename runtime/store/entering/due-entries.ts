import type { Plan } from '../../../compiler/plan/ir.js';
import { waysOf } from '../../../compiler/plan/ways.js';
import { statement } from '../database.js';
import type { Database, Queries } from '../database.js';
import type { LoadedRelease } from '../releases.js';
import type { Transaction } from '../transaction.js';
import { letGo } from './gone-ways.js';

/**
 * Has the ways in that no event opens watched from `now` on (epoch ms), those that are not watched
 * yet: somebody goes through all leads for each. What was kept at those that are gone is forgotten bit
 * by bit; at one that has come back, at once. A campaign that was renamed takes everything along.
 */
export function launchWays(
  tx: Transaction,
  campaigns: readonly { readonly name: string; readonly plan: Plan; readonly was?: string }[],
  now: number,
): void {
  for (const { name, was } of campaigns) if (was !== undefined) renameAll(tx, was, name);
  const all = campaigns.flatMap(({ name, plan }) => waysOf(plan).map(({ id, kind }) => ({ name, id, kind })));
  tx.send(forgetSweeps, [all.map(({ name }) => name), all.map(({ id }) => id)]);
  letGo(tx, all.map(({ name, id }) => ({ campaign: name, way: id })));
  const watched = all.filter(({ kind }) => kind !== 'event');
  if (watched.length > 0) tx.send(launch, [watched.map(({ name }) => name), watched.map(({ id }) => id), now]);
}

function renameAll(tx: Transaction, was: string, name: string): void {
  tx.send(renameSweeps, [was, name]);
  tx.send(renameWatches, [was, name]);
  tx.send(renameChoices, [was, name]);
}

const launches = new WeakMap<LoadedRelease, ReadonlyMap<string, number>>();

/** Since when each way is watched, by `campaign/way`; read once for a release. Epoch ms. */
export async function launchesOf(queries: Queries, release: LoadedRelease): Promise<ReadonlyMap<string, number>> {
  const before = launches.get(release);
  if (before !== undefined) return before;
  const rows = await queries.query(readLaunches);
  const map = new Map(rows.map(({ campaign, way, at }) => [`${campaign}/${way}`, at]));
  launches.set(release, map);
  return map;
}

/** The ways that are watched by now, as `campaign/way`. */
export async function watchedBefore(queries: Queries): Promise<ReadonlySet<string>> {
  return new Set((await queries.query(readLaunches)).map(({ campaign, way }) => `${campaign}/${way}`));
}

/** What is due of one lead at one way in; `dueAt` in epoch ms. */
export interface DueEntry {
  readonly leadId: number;
  readonly campaign: string;
  readonly way: string;
  readonly key: string;
  readonly round: string | null;
  readonly triggerSeq: number | null;
  readonly dueAt: number;
}

/** How long what was taken stays with its taker; ms of machine time. */
const leaseMs = 30_000;

/** What is due of these leads at their own moments (epoch ms): for whoever moves time himself. */
export async function takeDueOf(db: Database, leads: readonly { readonly lead: number; readonly at: number }[]): Promise<readonly DueEntry[]> {
  return db.query(takeOf, [leads.map(({ lead }) => lead), leads.map(({ at }) => at)]);
}

/**
 * Takes what is due at `now` (epoch ms), the earliest first: nobody else gets it for 30 s of machine
 * time (`realNow`). What is not worked in by then is handed out again.
 */
export async function takeDueEntries(db: Database, now: number, realNow: number, limit: number): Promise<readonly DueEntry[]> {
  return db.query(take, [now, realNow, realNow + leaseMs, limit]);
}

export interface PassedEntry extends DueEntry {
  /** The moment that was looked at; epoch ms. */
  readonly at: number;
  readonly next: { readonly dueAt: number; readonly round: string } | undefined;
}

/** Moves what is due of these leads, who are not meant by it, to its next moment, or forgets it. */
export function passOver(tx: Transaction, rows: readonly PassedEntry[]): void {
  if (rows.length === 0) return;
  tx.send(pass, [JSON.stringify(rows.map(({ next, ...row }) => ({ ...row, nextAt: next?.dueAt ?? null, nextRound: next?.round ?? null })))]);
}

type None = Record<string, never>;

const forgetSweeps = statement<None>(
  'forget-sweeps',
  `delete from entry_sweeps s
   where not exists (select from unnest($1::text[], $2::text[]) as w (campaign, way) where w.campaign = s.campaign and w.way = s.way)`,
);

const launch = statement<None>(
  'launch-ways',
  `insert into entry_sweeps (campaign, way, at)
   select w.campaign, w.way, $3 from unnest($1::text[], $2::text[]) as w (campaign, way)
   on conflict (campaign, way, round) do nothing`,
);

const renameSweeps = statement<None>('rename-sweeps', 'update entry_sweeps set campaign = $2 where campaign = $1');
const renameWatches = statement<None>('rename-watches', 'update entry_watches set campaign = $2 where campaign = $1');
const renameChoices = statement<None>('rename-choices', 'update entry_choices set campaign = $2 where campaign = $1');

const readLaunches = statement<{ campaign: string; way: string; at: number }>(
  'read-launches',
  "select campaign, way, at from entry_sweeps where round = ''",
);

const columns = `w.lead_id as "leadId", w.campaign, w.way, w.key, w.round, w.trigger_seq as "triggerSeq", w.due_at as "dueAt"`;

const takeOf = statement<DueEntry>(
  'due-entries-of',
  `select ${columns} from entry_watches w join unnest($1::bigint[], $2::bigint[]) as asked (lead_id, at) using (lead_id)
   where w.due_at <= asked.at order by w.due_at`,
);

const take = statement<DueEntry>(
  'take-due-entries',
  `with turn as materialized (
     select lead_id, campaign, way, key from entry_watches
     where due_at <= $1 and leased_until <= $2
     order by due_at limit $4
     for update skip locked
   )
   update entry_watches w set leased_until = $3 from turn
   where w.lead_id = turn.lead_id and w.campaign = turn.campaign and w.way = turn.way and w.key = turn.key
   returning ${columns}`,
);

// Only what still is as it was taken: the lead may have been worked on in between.
const pass = statement<None>(
  'pass-over-entries',
  `with passed as materialized (
     select * from jsonb_to_recordset($1) as p ("leadId" bigint, campaign text, way text, key text, "dueAt" bigint,
       "nextAt" bigint, "nextRound" text, at bigint)
   ), moved as (
     update entry_watches w
     set due_at = p."nextAt", round = p."nextRound", asked_at = p.at, chosen = false, leased_until = 0
     from passed p
     where p."nextAt" is not null and w.lead_id = p."leadId" and w.campaign = p.campaign and w.way = p.way
       and w.key = p.key and w.due_at = p."dueAt"
   )
   delete from entry_watches w using passed p
   where p."nextAt" is null and w.lead_id = p."leadId" and w.campaign = p.campaign and w.way = p.way
     and w.key = p.key and w.due_at = p."dueAt"`,
);
