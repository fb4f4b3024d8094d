import { statement } from './database.js';
import type { Database } from './database.js';
import { linkIdentities } from './facts/aliases.js';
import { inTransaction } from './transaction.js';
import type { Transaction } from './transaction.js';

/** One thing said about a lead, as it comes in. */
export interface IncomingEvent {
  /** Who said it: message ids are unique within a source. */
  readonly source: string;
  readonly messageId: string;
  readonly userId: string;
  readonly kind: 'identify' | 'track' | 'group';
  /** The event's name; `identify` for a change of attributes, `group` for one of the account. */
  readonly name: string;
  /** When it happened, epoch ms. */
  readonly at: number;
  /** Of the event; for `identify` the attributes; for `group` the account's id (`group_id`) and its `traits`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Other names of the same person, said along with it. */
  readonly joins?: readonly string[];
}

/**
 * Stores many events in one transaction, each exactly once by source and message id. They are
 * durable when this returns, and worked in by whoever looks at the lead next.
 *
 * `now` (epoch ms) is when they came in. The answer is in the order of `items`.
 */
export async function appendEvents(
  db: Database,
  items: readonly IncomingEvent[],
  now: number,
): Promise<readonly ('stored' | 'duplicate')[]> {
  if (items.length === 0) return [];
  return inTransaction(db, (tx) => appendWithin(tx, items, now));
}

/** The same in a transaction of the caller's: with what else it writes, or not at all. */
export async function appendWithin(
  tx: Transaction,
  items: readonly IncomingEvent[],
  now: number,
): Promise<readonly ('stored' | 'duplicate')[]> {
  if (items.length === 0) return [];
  const joins = items.flatMap(({ userId, joins: others = [] }) => others.map((other) => ({ userId, other })));
  const names = [...items.map(({ userId }) => userId), ...joins.map(({ other }) => other)];
  tx.send(upsertLeads, [[...new Set(names)], now]);
  linkIdentities(tx, joins, now);
  const fresh = await tx.query(storeFresh, [
    items.map(({ userId }) => userId),
    items.map(({ source }) => source),
    items.map(({ messageId }) => messageId),
    items.map(({ kind }) => kind),
    items.map(({ name }) => name),
    items.map(({ at }) => at),
    items.map(({ properties }) => JSON.stringify(properties)),
    now,
  ]);
  const stored = new Set(fresh.map(({ item }) => item));
  return items.map((_, index) => (stored.has(index + 1) ? 'stored' : 'duplicate'));
}

// Sorted, so that two batches with the same new leads wait for each other instead of deadlocking.
const upsertLeads = statement<Record<string, never>>(
  'upsert-leads',
  `insert into leads (user_id, first_seen)
   select user_id, $2 from unnest($1::text[]) as item (user_id)
   where not exists (select from leads where leads.user_id = item.user_id)
   order by user_id
   on conflict (user_id) do nothing`,
);

// Of two items of one batch with the same message id the first is kept.
const storeFresh = statement<{ item: number }>(
  'store-fresh-events',
  `with items as materialized (
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::jsonb[])
       with ordinality as item (user_id, source, message_id, kind, name, at, properties, item)
   ), fresh as (
     insert into event_dedup (source, message_id, received_at)
     select source, message_id, $8 from items order by source, message_id
     on conflict do nothing
     returning source, message_id
   ), chosen as (
     select distinct on (items.source, items.message_id) items.*
     from items join fresh using (source, message_id)
     order by items.source, items.message_id, items.item
   ), stored as (
     insert into events (lead_id, source, message_id, kind, name, at, received_at, properties)
     select coalesce(leads.merged_into, leads.id), source, message_id, kind, name, at, $8, properties
     from chosen join leads using (user_id)
     order by item
     returning seq, lead_id
   ), inbox as (
     insert into lead_inbox (lead_id, seq) select lead_id, seq from stored
   )
   select item from chosen`,
);
