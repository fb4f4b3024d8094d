import type { Database } from '../database.js';
import { statement } from '../database.js';
import type { MessageEvent } from './message-events.js';
import { storeMessageEvents } from './message-events.js';

/** Whoever waits to be judged is kept under this name, as a machine, so that nobody counts it. */
export const unjudged = 'visit';

/** A visit that waits, and what was seen around it. */
export interface WaitingVisit {
  readonly sendKey: string;
  readonly act: 'clicked' | 'opened';
  readonly at: number;
  readonly link: string | null;
  readonly dedupKey: string;
  /** How many different links of the message were followed around then. */
  readonly linksAround: number;
  /** When the message was accepted, epoch ms. */
  readonly acceptedAt: number | null;
}

export async function keepUnjudged(db: Database, visit: Pick<MessageEvent, 'sendKey' | 'at' | 'link' | 'dedupKey'> & { readonly act: 'clicked' | 'opened' }): Promise<void> {
  await storeMessageEvents(db, [{ ...visit, machine: true, source: unjudged }]);
}

/** Those from before `until` (epoch ms), the oldest first; links count that were followed within `windowMs`. */
export async function waitingVisits(db: Database, until: number, windowMs: number, most: number): Promise<readonly WaitingVisit[]> {
  return db.query(waiting, [unjudged, until, windowMs, most]);
}

export async function forgetWaiting(db: Database, dedupKeys: readonly string[]): Promise<void> {
  await db.query(forget, [unjudged, dedupKeys]);
}

const waiting = statement<WaitingVisit>(
  'waiting-visits',
  `select m.send_key as "sendKey", m.act, m.at, m.link, m.dedup_key as "dedupKey", c.settled_at as "acceptedAt",
     (select count(distinct o.link) from message_events o
      where o.send_key = m.send_key and o.act = 'clicked' and o.at between m.at - $3 and m.at + $3) as "linksAround"
   from message_events m join claims c on c.lead_id = m.lead_id and c.key = m.send_key
   where m.source = $1 and m.at <= $2 order by m.at, m.id limit $4`,
);

const forget = statement<Record<string, never>>(
  'forget-waiting-visits',
  'delete from message_events where source = $1 and dedup_key = any($2::text[])',
);
