import type { Database } from '../database.js';
import { leadNamedSql } from './aliases.js';
import { statement } from '../database.js';

/**
 * What a lead said about being written to, by topic; `*` stands for everything. Words that were not
 * worked in yet count. Undefined when nobody knows the lead.
 */
export async function consentsOf(db: Database, userId: string): Promise<ReadonlyMap<string, boolean> | undefined> {
  const rows = await db.query(read, [userId]);
  if (rows.length === 0) return undefined;
  const said = new Map<string, boolean>();
  for (const { topic, granted } of rows) {
    if (topic === null || granted === null) continue;
    if (topic === '*') said.clear();
    said.set(topic, granted);
  }
  return said;
}

// In order of time: of two words on one topic the later stays.
const read = statement<{ topic: string | null; granted: boolean | null }>(
  'consents-of-lead',
  `select word.topic, word.granted
   from leads l left join lateral (
     select topic, granted, at, 0 as seq from consents c where c.lead_id = l.id
     union all
     select coalesce(nullif(e.properties->>'topic', ''), '*'), e.name = 'subscribed', e.at, e.seq
     from lead_inbox i join events e on e.seq = i.seq
     where i.lead_id = l.id and e.kind = 'track' and e.name in ('subscribed', 'unsubscribed')
   ) word on true
   where l.id = ${leadNamedSql('$1')} order by word.at, word.seq`,
);
