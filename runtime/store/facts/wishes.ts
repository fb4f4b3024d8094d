import { leadNamedSql } from './aliases.js';
import type { Database } from '../database.js';
import { statement } from '../database.js';

/** One word of a lead about how often it wants to be written to. */
export interface WishWord {
  /** What was said, as the event has it. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly at: number;
}

/** All that counts, in the order in which it was said; words that were not worked in yet count. */
export async function wishWordsOf(db: Database, userId: string): Promise<readonly WishWord[]> {
  return db.query(read, [userId]);
}

const read = statement<WishWord>(
  'wishes-of-lead',
  `select word.properties, word.at
   from leads l join lateral (
     select case c.topic
         when '~weekly' then jsonb_build_object('at_most', case when c.granted then 'weekly' else 'any' end)
         else jsonb_build_object('pause', c.granted) end as properties, c.at, 0 as seq
     from consents c where c.lead_id = l.id and c.topic in ('~weekly', '~pause')
     union all
     select e.properties, e.at, e.seq from lead_inbox i join events e on e.seq = i.seq
     where i.lead_id = l.id and e.kind = 'track' and e.name = 'frequency_chosen'
   ) word on true
   where l.id = ${leadNamedSql('$1')} order by word.at, word.seq`,
);
