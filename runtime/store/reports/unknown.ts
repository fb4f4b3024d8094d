import type { Database } from '../database.js';
import { statement } from '../database.js';

/** A message of which nobody knows whether it arrived. */
export interface UnknownSend {
  readonly key: string;
  readonly userId: string;
  readonly campaign: string;
  readonly step: string;
  readonly channel: string;
  readonly messageId: string | null;
  /** Since when it is unknown; epoch ms. */
  readonly since: number;
  readonly response: string | null;
}

/** The latest first, at most `most`. */
export async function listUnknown(db: Database, most: number): Promise<readonly UnknownSend[]> {
  return db.query(list, [most]);
}

export async function countUnknown(db: Database): Promise<number> {
  const [row] = await db.query(count);
  return row?.unknown ?? 0;
}

/**
 * Settles one: it did arrive, or it did not. What did not is not sent again: the lead has
 * gone on. `now` is epoch ms.
 *
 * @returns whether there was such a message, and it was unknown
 */
export async function settleUnknown(
  db: Database,
  key: string,
  outcome: 'sent' | 'refused',
  now: number,
  by: keyof typeof byWhom = 'by_hand',
): Promise<boolean> {
  const text = `${byWhom[by]}: it ${outcome === 'sent' ? 'arrived' : 'did not arrive'}.`;
  const [row] = await db.query(settle, [key, outcome, now, by, text]);
  return row !== undefined;
}

const byWhom = { by_hand: 'Settled by hand', look_up: 'Looked up', mail_event: 'Heard of later' } as const;

/** Those that a channel can be asked about, the latest first; `since` is epoch ms. */
export async function unknownSince(
  db: Database,
  since: number,
  most: number,
): Promise<readonly { readonly key: string; readonly channel: string; readonly messageId: string }[]> {
  return db.query(askable, [since, most]);
}

const columns = `c.key, l.user_id as "userId", c.campaign, c.step, c.channel, c.message_id as "messageId",
  c.settled_at as since, c.response`;

const list = statement<UnknownSend>(
  'list-unknown',
  `select ${columns} from claims c join leads l on l.id = c.lead_id
   where c.state = 'unknown' order by c.settled_at desc, c.key limit $1`,
);

const askable = statement<{ key: string; channel: string; messageId: string }>(
  'askable-unknown',
  `select key, channel, message_id as "messageId" from claims
   where state = 'unknown' and settled_at >= $1 and message_id is not null order by settled_at desc, key limit $2`,
);

const count = statement<{ unknown: number }>('count-unknown', "select count(*) as unknown from claims where state = 'unknown'");

const settle = statement<{ key: string }>(
  'settle-unknown',
  `with settled as (
     update claims set state = $2, settled_at = $3 where key = $1 and state = 'unknown'
     returning lead_id, enrolment_id, campaign, step, key
   ), told as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select lead_id, enrolment_id, campaign, step, $2, $4, $5, $3 from settled
   )
   select key from settled`,
);
