import { statement } from '../database.js';
import type { Database } from '../database.js';

/** One thing that became of a message, as a provider, a mailbox or a link told it. */
export interface MessageEvent {
  /** Of the send; it says which lead and which message. */
  readonly sendKey: string;
  readonly act: 'delivered' | 'opened' | 'clicked' | 'replied' | 'bounced' | 'complained' | 'unsubscribed';
  /** Epoch ms. */
  readonly at: number;
  /** A mail program that loads ahead, or a scanner that follows links: no person did it. */
  readonly machine: boolean;
  /** Of a bounce: no such mailbox, not now, or not this message. */
  readonly bounce?: 'hard' | 'soft' | 'policy';
  /** The link that was followed. */
  readonly link?: string;
  /** Who told it. */
  readonly source: string;
  /** The same for the same thing told twice by one source. */
  readonly dedupKey: string;
}

/** One that was stored, and not known before. */
export interface StoredMessageEvent {
  readonly leadId: number;
  readonly campaign: string;
  readonly step: string;
  readonly act: MessageEvent['act'];
  readonly machine: boolean;
}

/**
 * Stores what became of messages, each once by source and dedup key; what names no message of ours
 * is left out. Whoever stores acts of people calls `lookAtActs` after it, so that leads who wait for
 * them are looked at.
 */
export async function storeMessageEvents(
  db: Database,
  events: readonly MessageEvent[],
): Promise<readonly StoredMessageEvent[]> {
  if (events.length === 0) return [];
  return db.query(storeFresh, [JSON.stringify(events)]);
}

// In the order of their keys, so that two batches wait for each other instead of deadlocking.
const storeFresh = statement<StoredMessageEvent>(
  'store-message-events',
  `insert into message_events (lead_id, send_key, campaign, step, act, at, machine, bounce, link, source, dedup_key)
   select c.lead_id, c.key, c.campaign, c.step, n.act, n.at, n.machine, n.bounce, n.link, n.source, n."dedupKey"
   from jsonb_to_recordset($1) as n ("sendKey" text, act text, at bigint, machine boolean, bounce text, link text, source text,
     "dedupKey" text) join claims c on c.key = n."sendKey"
   order by n.source, n."dedupKey"
   on conflict (source, dedup_key) do nothing
   returning lead_id as "leadId", campaign, step, act, machine`,
);
