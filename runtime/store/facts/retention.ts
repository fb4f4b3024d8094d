import { statement } from '../database.js';
import type { Database } from '../database.js';
import { overAllMs } from '../session-limits.js';
import { inTransaction } from '../transaction.js';

export interface Cleaned {
  /** Events that are now only counted, or were attributes that are long taken over. */
  readonly events: number;
  /** What became of messages, and what servers said of them. */
  readonly messages: number;
}

/** How many events are looked at in one transaction, under the locks of their leads. */
const batch = 2_000;

/**
 * Folds events from before `cutoff` (epoch ms) into per-lead counts, sums, first and latest. What an
 * open enrolment entered with, or came after, stays as it is; so does the score ledger, always.
 *
 * Leads that are being worked on are left for the next time.
 *
 * @returns how many events are gone
 */
export async function foldEvents(db: Database, cutoff: number): Promise<number> {
  let folded = 0;
  for (let after = 0; ; ) {
    const [next] = await db.query(nextOld, [after, cutoff, batch]);
    if (next === undefined || next.upto === null || next.leads === null) return folded;
    const { upto, leads } = next;
    folded += await inTransaction(db, async (tx) => {
      // A statement of its own: only after it is clear whose events these are.
      const locked = await tx.query(lockLeads, [leads]);
      const [row] = await tx.query(fold, [locked.map(({ id }) => id), after, upto, cutoff]);
      return row?.gone ?? 0;
    });
    after = upto;
  }
}

/** Forgets what became of messages before `cutoff` (epoch ms); that they were sent stays. */
export async function forgetMessages(db: Database, cutoff: number): Promise<number> {
  let total = 0;
  for (;;) {
    const [row] = await db.query(forget, [cutoff, batch]);
    const gone = row?.gone ?? 0;
    total += gone;
    if (gone < batch) break;
  }
  const [row] = await inTransaction(db, (tx) => tx.query(forgetResponses, [cutoff]), overAllMs);
  return total + (row?.gone ?? 0);
}

// Events come in the order of their receipt: behind a batch without an old one there is none.
const nextOld = statement<{ upto: number | null; leads: readonly number[] | null }>(
  'next-old-events',
  `select max(seq) as upto,
     case when bool_or(received_at < $2) then coalesce(json_agg(distinct lead_id) filter (where at < $2 and received_at < $2), '[]') end as leads
   from (select seq, lead_id, at, received_at from events where seq > $1 order by seq limit $3) as turn`,
);

const lockLeads = statement<{ id: number }>(
  'lock-leads-to-fold',
  'select id from leads where id = any($1::bigint[]) order by id for no key update skip locked',
);

const fold = statement<{ gone: number }>(
  'fold-events',
  `with gone as (
     delete from events v
     where v.lead_id = any($1::bigint[]) and v.seq > $2 and v.seq <= $3 and v.at < $4 and v.received_at < $4
       and not exists (select from lead_inbox i where i.seq = v.seq)
       and not exists (select from entry_watches w where w.lead_id = v.lead_id and w.trigger_seq = v.seq)
       and not exists (select from entry_sweeps s where s.trigger_seq = v.seq and not s.done)
       and not exists (select from enrolments e where e.lead_id = v.lead_id and e.ending is null
         and (e.entry_seq = v.seq or e.entered_at <= v.at))
     returning lead_id, name, kind, at, received_at, source, seq, properties
   ), active as (
     update leads l set active_at = greatest(l.active_at, last.at)
     from (select lead_id, max(received_at) as at from gone where source <> 'perennial' group by 1) as last
     where l.id = last.lead_id
   ), tracked as (
     select * from gone where kind = 'track'
   ), counted as (
     select lead_id, name, count(*) as count, min(at) as first_at, max(at) as latest_at from tracked group by 1, 2
   ), latest as (
     select distinct on (lead_id, name) lead_id, name, properties from tracked order by lead_id, name, at desc, seq desc
   ), added as (
     select lead_id, name, jsonb_object_agg(key, total) as sums from (
       select lead_id, name, key, sum(value::text::double precision) as total
       from tracked, jsonb_each(properties) where jsonb_typeof(value) = 'number' group by 1, 2, 3) as numbers
     group by 1, 2
   ), kept as (
     insert into event_folds as old (lead_id, name, count, first_at, latest_at, properties, sums)
     select lead_id, name, count, first_at, latest_at, latest.properties, coalesce(added.sums, '{}')
     from counted join latest using (lead_id, name) left join added using (lead_id, name)
     on conflict (lead_id, name) do update
     set count = old.count + excluded.count,
       first_at = least(old.first_at, excluded.first_at),
       latest_at = greatest(old.latest_at, excluded.latest_at),
       properties = case when excluded.latest_at >= old.latest_at then excluded.properties else old.properties end,
       sums = coalesce((
         select jsonb_object_agg(key, coalesce((old.sums->>key)::double precision, 0) + coalesce((excluded.sums->>key)::double precision, 0))
         from jsonb_object_keys(old.sums || excluded.sums) as key), '{}')
   )
   select count(*) as gone from gone`,
);

const forget = statement<{ gone: number }>(
  'forget-message-events',
  `with old as (select id from message_events where at < $1 order by id limit $2),
   gone as (delete from message_events m using old where m.id = old.id returning m.id, m.lead_id, m.at, m.machine),
   active as (
     update leads l set active_at = greatest(l.active_at, last.at)
     from (select lead_id, max(at) as at from gone where not machine group by 1) as last
     where l.id = last.lead_id
   )
   select count(*) as gone from gone`,
);

const forgetResponses = statement<{ gone: number }>(
  'forget-responses',
  `with gone as (update claims set response = null where settled_at < $1 and response is not null returning key)
   select count(*) as gone from gone`,
);
