import { statement } from '../database.js';
import type { Queries } from '../database.js';

/** What is known of one lead by the id it was named by. */
export interface KnownLead {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The application's id of its account. */
  readonly accountId: string | null;
  /** Whether something waits to be worked in: then the rest is behind. */
  readonly unread: boolean;
}

export async function knownLeads(queries: Queries, userIds: readonly string[]): Promise<ReadonlyMap<string, KnownLead>> {
  const rows = await queries.query(known, [[...new Set(userIds)]]);
  return new Map(rows.map((row) => [row.userId, row]));
}

/** How often these leads have entered each campaign. */
export async function enrolmentsOf(queries: Queries, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await queries.query(enrolled, [[...new Set(userIds)]]);
  return new Map(rows.map(({ campaign, times }) => [campaign, times]));
}

/** The store's ids of these leads, in order. */
export async function idsOfLeads(queries: Queries, userIds: readonly string[]): Promise<readonly number[]> {
  return (await queries.query(ids, [[...new Set(userIds)]])).map(({ id }) => id);
}

const known = statement<KnownLead>(
  'known-leads',
  `select named.user_id as "userId", l.attributes, a.account_id as "accountId",
     exists (select from lead_inbox i where i.lead_id = l.id) as unread
   from leads named join leads l on l.id = coalesce(named.merged_into, named.id) left join accounts a on a.id = l.account_id
   where named.user_id = any($1::text[])`,
);

const enrolled = statement<{ campaign: string; times: number }>(
  'enrolments-of-named',
  `select e.campaign, count(*) as times from enrolments e
   where e.lead_id in (select coalesce(merged_into, id) from leads where user_id = any($1::text[])) group by 1`,
);

const ids = statement<{ id: number }>(
  'ids-of-named',
  'select distinct coalesce(merged_into, id) as id from leads where user_id = any($1::text[]) order by 1',
);
