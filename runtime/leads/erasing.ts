import { statement } from '../store/database.js';
import { leadNamedSql } from '../store/facts/aliases.js';
import { quoted, tablesOfLeads } from '../store/reports/lead-tables.js';
import { wakeAgainSql } from '../store/outbox.js';
import type { Transaction } from '../store/transaction.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';
import { addressHashSql } from './facts/lead-state.js';

/** What an erasure takes, or would take. */
export interface Erasure {
  readonly events: number;
  /** Open ones, which end. */
  readonly enrolments: number;
  readonly messages: number;
  readonly tasks: number;
}

/** What there is to erase; undefined when nobody knows the lead. */
export async function countErasable(desk: LeadDesk, userId: string): Promise<Erasure | undefined> {
  const [row] = await desk.db.query(count, [userId]);
  return row;
}

/**
 * Erases a person: the id, the attributes, what events, messages, tasks and decisions say. What is
 * left are rows that count: how many entered, what was sent. The address stays as a hash among the
 * suppressions, so that nobody writes to it again. Runs that are open end at their next look;
 * their histories hold opaque ids alone.
 *
 * @returns what was erased; undefined when nobody knows the lead
 */
export async function eraseLead(desk: LeadDesk, userId: string): Promise<Erasure | undefined> {
  const [lead] = await desk.db.query(find, [userId]);
  if (lead === undefined) return undefined;
  return desk.withLead(lead.id, async (tx) => {
    const [erased] = await tx.query(count, [userId]);
    if (erased === undefined) return undefined;
    tx.send(suppress, [lead.id, virtualNow(desk.clock, lead.id)]);
    await eraseIn(tx, desk, lead.id);
    return erased;
  });
}

/**
 * Erases a lead that nobody asked to erase, in a transaction that holds its lock. Who never objected
 * to anything may come back and be written to; an objection stays, as the hash of the address.
 */
export async function forgetLead(tx: Transaction, desk: LeadDesk, leadId: number): Promise<void> {
  tx.send(suppressObjector, [leadId, virtualNow(desk.clock, leadId)]);
  await eraseIn(tx, desk, leadId);
}

async function eraseIn(tx: Transaction, desk: LeadDesk, leadId: number): Promise<void> {
  const at = virtualNow(desk.clock, leadId);
  tx.send(endEnrolments, [leadId, at]);
  tx.send(blankEnrolments, [leadId]);
  tx.send(withdrawClaims, [leadId, at]);
  tx.send(blankClaims, [leadId]);
  tx.send(blankDecisions, [leadId]);
  tx.send(forgetMessageIds, [leadId]);
  tx.send(blankEvents, [leadId]);
  await emptyTheRest(tx, leadId);
  tx.send(forgetLinks, [leadId]);
  tx.send(blankLead, [leadId]);
}

/** Rows that count, or that others point at: they stay, without what they say of the person. */
const kept: ReadonlySet<string> = new Set(['claims', 'decisions', 'enrolments', 'events', 'score_ledger']);

async function emptyTheRest(tx: Transaction, leadId: number): Promise<void> {
  for (const table of await tablesOfLeads(tx)) {
    if (kept.has(table)) continue;
    tx.send(statement(`erase-${table}`, `delete from ${quoted(table)} where lead_id = $1`), [leadId]);
  }
}

type None = Record<string, never>;

const find = statement<{ id: number }>('find-lead-to-erase', `select ${leadNamedSql('$1')} as id where ${leadNamedSql('$1')} is not null`);

const count = statement<Erasure>(
  'count-erasable',
  `select (select count(*) from events e where e.lead_id = l.id) as events,
     (select count(*) from enrolments e where e.lead_id = l.id and e.ending is null) as enrolments,
     (select count(*) from claims c where c.lead_id = l.id) as messages,
     (select count(*) from tasks t where t.lead_id = l.id) as tasks
   from leads l where l.id = ${leadNamedSql('$1')}`,
);

const suppress = statement<None>(
  'suppress-erased',
  `insert into suppressions (address_hash, reason, at)
   select ${addressHashSql("l.attributes->>'email'")}, 'erased', ${nowSql('$2')} from leads l
   where l.id = $1 and l.attributes->>'email' is not null
   on conflict (address_hash) do nothing`,
);

const suppressObjector = statement<None>(
  'suppress-objector',
  `insert into suppressions (address_hash, reason, at)
   select ${addressHashSql("l.attributes->>'email'")}, 'erased', ${nowSql('$2')} from leads l
   where l.id = $1 and l.attributes->>'email' is not null
     and exists (select from consents c where c.lead_id = l.id and not c.granted)
   on conflict (address_hash) do nothing`,
);

const endEnrolments = statement<None>(
  'end-erased-enrolments',
  `with moment as materialized (select ${nowSql('$2')} as now),
   ended as (
     update enrolments e set ending = 'erased', ended_at = moment.now, step = null, awake = true, resting_until = moment.now
     from moment where e.lead_id = $1 and e.ending is null returning e.id, e.campaign, moment.now
   ), told as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select $1, id, campaign, null, 'left', 'erased', 'Erased.', now from ended
   )
   insert into outbox (enrolment_id, kind) select id, 'wake' from ended
   on conflict (enrolment_id) do update set ${wakeAgainSql}`,
);

// A key of entry may be an order's number, or an address.
const blankEnrolments = statement<None>(
  'blank-enrolments',
  `update enrolments set entry_key = 'erased:' || id,
     progress = jsonb_build_object('step', null, 'since', ended_at, 'ending', ending)
   where lead_id = $1`,
);

const withdrawClaims = statement<None>(
  'withdraw-erased',
  `update claims set state = 'withdrawn', settled_at = ${nowSql('$2')}, attempt = null
   where lead_id = $1 and state = 'claimed'`,
);

const blankClaims = statement<None>(
  'blank-claims',
  `update claims set response = null, rendered_hash = null, address_hash = null, item = null, variant = null, locale = null where lead_id = $1`,
);

const blankDecisions = statement<None>('blank-decisions', "update decisions set text = 'Erased.' where lead_id = $1");

const forgetMessageIds = statement<None>(
  'forget-message-ids',
  `delete from event_dedup d using events e
   where e.lead_id = $1 and d.source = e.source and d.message_id = e.message_id`,
);

const blankEvents = statement<None>(
  'blank-events',
  "update events set properties = '{}', message_id = 'erased:' || seq where lead_id = $1",
);

const blankLead = statement<None>(
  'blank-lead',
  `update leads set user_id = 'erased:' || gen_random_uuid(), attributes = '{}', undeclared = '{}', ready_since = null
   where id = $1 or merged_into = $1`,
);

const forgetLinks = statement<None>('forget-links', 'delete from identity_links where other_id = $1 or into_id = $1');
