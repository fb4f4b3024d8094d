import type { Database } from '../database.js';
import { statement } from '../database.js';

/** What waits to be done, as of one moment. Counts stop at 100 000. */
export interface Backlog {
  /** Events that nobody has worked in yet. */
  readonly inbox: number;
  /** When the first of them came in, epoch ms; null where there is none. */
  readonly inboxSince: number | null;
  /** Enrolments Temporal is to be told about. */
  readonly outbox: number;
  /** Since when the first of them waits, epoch ms; null where there is none. */
  readonly outboxSince: number | null;
  /** Enrolments that should have been looked at a minute ago. */
  readonly overdue: number;
  /** Ways in that should have been looked at a minute ago. */
  readonly overdueEntries: number;
  /** Messages that are decided and not settled. */
  readonly open: readonly { readonly channel: string; readonly state: string; readonly messages: number }[];
  /** Messages of which nobody knows whether they arrived. */
  readonly unknown: number;
  /** Campaigns that are held or stopped; `*` is every one. */
  readonly controls: readonly { readonly campaign: string; readonly state: string }[];
  /** Leads that came due while their campaign was held. */
  readonly heldLeads: number;
}

/** `now` is epoch ms. One statement that reads indexes of what is open; its cost grows with what waits, not with what is stored. */
export async function readBacklog(db: Database, now: number): Promise<Backlog> {
  const [row] = await db.query(backlog, [now - 60_000]);
  if (row === undefined) throw new Error('a statement without a table answered nothing');
  return row;
}

const backlog = statement<Backlog>(
  'backlog',
  `select (select count(*) from (select from lead_inbox limit 100000) as waiting) as inbox,
     (select e.received_at from events e where e.seq = (select min(seq) from lead_inbox)) as "inboxSince",
     (select count(*) from (select from outbox limit 100000) as waiting) as outbox,
     (select min(e.resting_until) from (select enrolment_id from outbox limit 10000) as o
        join enrolments e on e.id = o.enrolment_id) as "outboxSince",
     (select count(*) from (select from enrolments where ending is null and not awake and resting_until < $1 limit 100000) as late) as overdue,
     (select count(*) from (select from entry_watches where due_at < $1 limit 100000) as late) as "overdueEntries",
     (select coalesce(json_agg(o), '[]') from (select channel, state, count(*) as messages from claims
        where state in ('claimed', 'under_way') group by 1, 2) as o) as open,
     (select count(*) from claims where state = 'unknown') as unknown,
     (select coalesce(json_agg(c), '[]') from (select campaign, state from controls) as c) as controls,
     (select count(*) from (select from enrolments where ending is null and progress ? 'held' limit 100000) as held) as "heldLeads"`,
);
