import { statement } from '../database.js';
import type { Queries } from '../database.js';
import type { Transaction } from '../transaction.js';

/** A message that another system sent. */
export interface PastMessage {
  readonly userId: string;
  /** Both empty: it has no counterpart here, and counts for caps alone. */
  readonly campaign: string;
  readonly step: string;
  readonly class: 'marketing' | 'transactional';
  readonly channel: string;
  /** Of a playlist: `library/tip-one`. */
  readonly item: string | null;
  /** Epoch ms. */
  readonly at: number;
  /** The other system's own id of the message: the same one is one message. */
  readonly key: string | null;
}

/** Places of those that are stored by now, counted from 0; a lead that nobody knows has none. */
export async function knownSends(queries: Queries, sends: readonly PastMessage[]): Promise<ReadonlySet<number>> {
  return new Set((await queries.query(known, [JSON.stringify(sends)])).map(({ place }) => place - 1));
}

export function storeSends(tx: Transaction, sends: readonly PastMessage[]): void {
  if (sends.length > 0) tx.send(insert, [JSON.stringify(sends)]);
}

const rows = `(select n.*, l.id as lead_id, 'import:' || encode(sha256(convert_to(
       jsonb_build_array(l.id, n.campaign, n.step, coalesce(n.key, n.at::text))::text, 'UTF8')), 'hex') as own_key
     from rows from (jsonb_to_recordset($1) as ("userId" text, campaign text, step text, class text, channel text, item text, at bigint, key text))
       with ordinality as n ("userId", campaign, step, class, channel, item, at, key, place)
     join leads named on named.user_id = n."userId" join leads l on l.id = coalesce(named.merged_into, named.id)) as n`;

const known = statement<{ place: number }>(
  'known-sends',
  `select n.place from ${rows} where exists (select from claims c where c.lead_id = n.lead_id and c.key = n.own_key)`,
);

// No enrolment of ours: no row has this id.
const insert = statement<Record<string, never>>(
  'import-sends',
  `insert into claims (lead_id, key, enrolment_id, campaign, step, channel, class, unsure, state, claimed_at, settled_at, item, imported)
   select n.lead_id, n.own_key, '00000000-0000-0000-0000-000000000000', n.campaign, n.step, n.channel, n.class, 'skip', 'sent',
     n.at, n.at, n.item, true
   from ${rows}
   order by n.lead_id, n.own_key
   on conflict (lead_id, key) do nothing`,
);
