import type { Queries } from '../database.js';
import { statement } from '../database.js';

/**
 * SQL: whether the lead `l` may be forgotten: no activity of its own since `cutoff` (epoch ms), in
 * no campaign, and nothing on its way to it. What the product itself says of a lead is no activity,
 * nor is a machine that loads a picture.
 */
export function idleSql(cutoff: string): string {
  return `l.merged_into is null and l.user_id not like 'erased:%' and l.first_seen < ${cutoff} and coalesce(l.active_at, 0) < ${cutoff}
     and not exists (select from events v where v.lead_id = l.id and v.source <> 'perennial' and greatest(v.at, v.received_at) >= ${cutoff})
     and not exists (select from event_folds f where f.lead_id = l.id and f.latest_at >= ${cutoff})
     and not exists (select from message_events m where m.lead_id = l.id and not m.machine and m.at >= ${cutoff})
     and not exists (select from consents c where c.lead_id = l.id and c.at >= ${cutoff})
     and not exists (select from lead_inbox i where i.lead_id = l.id)
     and not exists (select from identity_links k where l.id in (k.other_id, k.into_id))
     and not exists (select from enrolments e where e.lead_id = l.id and e.ending is null)
     and not exists (select from claims c where c.lead_id = l.id and c.state in ('claimed', 'under_way'))`;
}

export interface IdlePage {
  /** Ids of those who may be forgotten. */
  readonly idle: readonly number[];
  /** The last lead that was looked at; undefined when there was none behind `after`. */
  readonly last: number | undefined;
}

/** Of the next `most` leads behind one, those who may be forgotten. */
export async function idlePage(queries: Queries, after: number, most: number, cutoff: number): Promise<IdlePage> {
  const [row] = await queries.query(nextIdle, [after, most, cutoff]);
  return { idle: row?.idle ?? [], last: row?.last ?? undefined };
}

/** How many leads this workspace would have forgotten as of `now` (epoch ms); undefined where it keeps them for ever. */
export async function countForgettable(
  queries: Queries,
  { retention }: { readonly retention?: { readonly leadsMs?: number } },
  now: number,
): Promise<number | undefined> {
  if (retention?.leadsMs === undefined) return undefined;
  const [row] = await queries.query(countThem, [now - retention.leadsMs]);
  return row?.n ?? 0;
}

/** Whether that still holds for one lead; to be asked with its lock held. */
export async function isIdle(queries: Queries, leadId: number, cutoff: number): Promise<boolean> {
  const rows = await queries.query(isStillIdle, [leadId, cutoff]);
  return rows.length > 0;
}

const nextIdle = statement<{ idle: readonly number[] | null; last: number | null }>(
  'next-idle-leads',
  `with turn as materialized (select * from leads where id > $1 order by id limit $2)
   select (select max(id) from turn) as last, (select json_agg(l.id order by l.id) from turn l where ${idleSql('$3')}) as idle`,
);

const countThem = statement<{ n: number }>('count-idle-leads', `select count(*)::integer as n from leads l where ${idleSql('$1')}`);

const isStillIdle = statement<{ id: number }>('lead-is-idle', `select l.id from leads l where l.id = $1 and ${idleSql('$2')}`);
