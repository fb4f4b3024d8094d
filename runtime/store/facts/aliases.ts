import { statement } from '../database.js';
import type { Queries } from '../database.js';
import type { Transaction } from '../transaction.js';

/** SQL: the id of the lead that goes by this name, now or before; null where nobody does. */
export function leadNamedSql(name: string): string {
  return `(select coalesce(named.merged_into, named.id) from leads named where named.user_id = ${name})`;
}

/** Two names of one person. */
export interface Join {
  readonly userId: string;
  readonly other: string;
}

/**
 * Notes that two names are one person's; both leads are there. A name that belongs to somebody
 * already stays theirs: the second person at one browser is not the first. `now` is epoch ms.
 */
export function linkIdentities(tx: Transaction, joins: readonly Join[], now: number): void {
  if (joins.length === 0) return;
  tx.send(link, [joins.map(({ userId }) => userId), joins.map(({ other }) => other), now]);
}

export interface Link {
  readonly other: number;
  readonly into: number;
}

/** Names that wait to be joined, oldest first. */
export async function nextLinks(queries: Queries, limit: number): Promise<readonly Link[]> {
  return queries.query(next, [limit]);
}

/** To the end of the line; `now` is epoch ms. */
export async function putLinkOff(queries: Queries, other: number, now: number): Promise<void> {
  await queries.query(putOff, [other, now]);
}

type None = Record<string, never>;

const link = statement<None>(
  'link-identities',
  `insert into identity_links (other_id, into_id, at)
   select distinct on (o.id) o.id, coalesce(l.merged_into, l.id), $3
   from unnest($1::text[], $2::text[]) with ordinality as said (user_id, other, place)
     join leads l on l.user_id = said.user_id
     join leads o on o.user_id = said.other
   where o.merged_into is null and o.id <> coalesce(l.merged_into, l.id)
   order by o.id, said.place
   on conflict do nothing`,
);

const next = statement<Link>(
  'next-identity-links',
  'select other_id as other, into_id as into from identity_links order by at, other_id limit $1',
);

const putOff = statement<None>('put-identity-link-off', 'update identity_links set at = $2 where other_id = $1');
