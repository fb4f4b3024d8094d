import type { Watch } from '../../engine/entries/watch.js';
import { isSame } from '../../engine/entries/watch.js';
import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import { eventSql } from '../facts/past-sql.js';
import type { Watching } from './watching.js';

export interface WatchRow extends Watch {
  readonly campaign: string;
}

/** SQL: what is kept of a lead at ways in, as JSON. */
export function watchesSql(lead: string): string {
  return `coalesce((select json_agg(json_build_object('campaign', w.campaign, 'way', w.way, 'key', w.key, 'holds', w.holds,
      'askedAt', w.asked_at, 'dueAt', w.due_at, 'round', w.round, 'chosen', w.chosen,
      'trigger', (select ${eventSql('v')} from events v where v.seq = w.trigger_seq)))
    from entry_watches w where w.lead_id = ${lead}), '[]')`;
}

/** Writes what became of the lead at the ways in; nothing where nothing did. */
export function writeWatching(tx: Transaction, leadId: number, { before, rows, isNew, told }: Watching): void {
  if (isNew) tx.send(noteLead, [leadId]);
  writeWatches(tx, leadId, before, rows);
  for (const { campaign, way, event } of told) tx.send(tellEverybody, [campaign, way, String(event.seq), event.at, event.seq]);
}

function writeWatches(tx: Transaction, leadId: number, before: readonly WatchRow[], after: readonly WatchRow[]): void {
  if (before === after) return;
  const put = after.filter((watch) => !before.includes(watch));
  const gone = before.filter((watch) => !after.some((other) => isSameRow(watch, other)));
  if (put.length > 0) tx.send(putWatches, [leadId, JSON.stringify(put.map(({ trigger, ...rest }) => ({ ...rest, triggerSeq: trigger?.seq ?? null })))]);
  if (gone.length > 0) tx.send(dropWatches, [leadId, JSON.stringify(gone.map(({ campaign, way, key }) => ({ campaign, way, key })))]);
}

export function isSameRow(one: WatchRow, other: WatchRow): boolean {
  return one.campaign === other.campaign && isSame(one, other);
}

const noteLead = statement<Record<string, never>>('note-lead', 'update leads set watched = true where id = $1');

// Whoever is in the segment is found page by page; see `entry_sweeps`.
const tellEverybody = statement<Record<string, never>>(
  'tell-everybody',
  `insert into entry_sweeps (campaign, way, round, at, trigger_seq) values ($1, $2, $3, $4, $5)
   on conflict (campaign, way, round) do nothing`,
);

const putWatches = statement<Record<string, never>>(
  'put-watches',
  `insert into entry_watches (lead_id, campaign, way, key, holds, asked_at, due_at, round, trigger_seq, chosen)
   select $1, n.campaign, n.way, n.key, n.holds, n."askedAt", n."dueAt", n.round, n."triggerSeq", n.chosen
   from jsonb_to_recordset($2) as n (campaign text, way text, key text, holds boolean, "askedAt" bigint, "dueAt" bigint,
     round text, "triggerSeq" bigint, chosen boolean)
   on conflict (lead_id, campaign, way, key) do update
   set holds = excluded.holds, asked_at = excluded.asked_at, due_at = excluded.due_at, round = excluded.round,
     trigger_seq = excluded.trigger_seq, chosen = excluded.chosen, leased_until = 0`,
);

const dropWatches = statement<Record<string, never>>(
  'drop-watches',
  `delete from entry_watches w using jsonb_to_recordset($2) as n (campaign text, way text, key text)
   where w.lead_id = $1 and w.campaign = n.campaign and w.way = n.way and w.key = n.key`,
);
