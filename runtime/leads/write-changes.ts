import { beginSplits } from '../store/winners.js';
import { callOffActions, insertActions } from '../store/actions.js';
import { statement } from '../store/database.js';
import { queueRows } from '../store/outbox.js';
import { insertTasks } from '../store/tasks.js';
import type { Transaction } from '../store/transaction.js';
import type { Changes } from './changes.js';

/**
 * Sends every change of one lead, one statement a table and none for a table without changes;
 * the transaction's commit tells whether they took.
 */
export function writeChanges(tx: Transaction, leadId: number, changes: Changes): void {
  const { moved, entered, splits, decisions, claims, withdrawn, tasks, actions, calledOff, ledger, consents } = changes;
  if (entered.length > 0) tx.send(insertEnrolments, [leadId, JSON.stringify(entered)]);
  for (const { id, progress, restingUntil, awake, at } of moved) {
    const { step, ending = null } = progress;
    const endedAt = ending === null ? null : at;
    tx.send(moveEnrolment, [id, JSON.stringify(progress), step, ending, endedAt, restingUntil, awake]);
  }
  if (withdrawn.length > 0) tx.send(withdrawClaims, [leadId, withdrawn, latest(moved)]);
  if (claims.length > 0) tx.send(insertClaims, [leadId, JSON.stringify(claims)]);
  if (decisions.length > 0) tx.send(insertDecisions, [leadId, JSON.stringify(decisions)]);
  beginSplits(tx, splits);
  insertTasks(tx, leadId, tasks);
  insertActions(tx, leadId, actions);
  callOffActions(tx, calledOff, latest(moved));
  if (ledger.length > 0) tx.send(insertLedger, [leadId, JSON.stringify(ledger)]);
  if (consents.size > 0) tx.send(upsertConsents, [leadId, JSON.stringify([...consents.values()])]);
  // Once each: one statement cannot queue a row twice.
  const woken = new Set(moved.filter(({ wake }) => wake).map(({ id }) => id));
  queueRows(tx, [
    ...entered.map(({ id }) => ({ enrolmentId: id, kind: 'start' as const })),
    ...[...woken].map((id) => ({ enrolmentId: id, kind: 'wake' as const })),
  ]);
}

function latest(moved: Changes['moved']): number {
  return Math.max(0, ...moved.map(({ at }) => at));
}

type None = Record<string, never>;

const insertEnrolments = statement<None>(
  'insert-enrolments',
  `insert into enrolments (id, lead_id, campaign, plan_hash, entry_key, entry_seq, entered_at, progress, step, resting_until, held_out)
   select n.id, $1, n.campaign, n."planHash", n."entryKey", n."entrySeq", n."enteredAt", n.progress, n.progress->>'step', n.at, n.progress->>'heldOut'
   from jsonb_to_recordset($2) as n (id uuid, campaign text, "planHash" text, "entryKey" text, "entrySeq" bigint,
     "enteredAt" bigint, progress jsonb, at bigint)`,
);

const moveEnrolment = statement<None>(
  'move-enrolment',
  `update enrolments
   set progress = $2, step = $3, ending = $4, ended_at = $5, resting_until = $6, awake = $7
   where id = $1`,
);

// What is under way may have left; only settling it tells.
const withdrawClaims = statement<None>(
  'withdraw-claims',
  `update claims set state = 'withdrawn', settled_at = $3, attempt = null
   where lead_id = $1 and key = any($2) and state = 'claimed'`,
);

// A claim that was withdrawn can be made again under the same key, as the plan says now: an edit may have given the
// step another name meanwhile. Any other one stands.
const insertClaims = statement<None>(
  'insert-claims',
  `insert into claims (lead_id, key, enrolment_id, campaign, step, channel, class, unsure, item, state, claimed_at)
   select $1, n.key, n."enrolmentId", n.campaign, n.step, n.channel, n.class, n.unsure, n.item,
     case when n."heldOut" then 'held_out' else 'claimed' end, n.at
   from jsonb_to_recordset($2) as n (key text, "enrolmentId" uuid, campaign text, step text, channel text,
     class text, unsure text, item text, "heldOut" boolean, at bigint)
   on conflict (lead_id, key) do update
   set enrolment_id = excluded.enrolment_id, campaign = excluded.campaign, step = excluded.step, channel = excluded.channel,
     class = excluded.class, unsure = excluded.unsure, item = excluded.item, state = excluded.state,
     claimed_at = excluded.claimed_at, settled_at = null, attempt = null
   where claims.state = 'withdrawn'`,
);

const insertDecisions = statement<None>(
  'insert-decisions',
  `insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select $1, n."enrolmentId", n.campaign, n.step, n.code, n.detail, n.text, n.at
   from jsonb_to_recordset($2) as n ("enrolmentId" uuid, campaign text, step text, code text, detail text,
     text text, at bigint)`,
);

const insertLedger = statement<None>(
  'insert-ledger',
  `insert into score_ledger (lead_id, part, rule, points, before, after, event_seq, at, fades)
   select $1, n.part, n.rule, n.points, n.before, n.after, n."eventSeq", n.at, n.fades
   from jsonb_to_recordset($2) as n (part text, rule text, points integer, before integer, after integer,
     "eventSeq" bigint, at bigint, fades boolean)`,
);

const upsertConsents = statement<None>(
  'upsert-consents',
  `insert into consents as c (lead_id, topic, granted, proof, evidence, at)
   select $1, n.topic, n.granted, n.proof, n.evidence, n.at
   from jsonb_to_recordset($2) as n (topic text, granted boolean, proof text, evidence jsonb, at bigint)
   on conflict (lead_id, topic) do update
   set granted = excluded.granted, proof = excluded.proof, evidence = excluded.evidence, at = excluded.at
   where c.at <= excluded.at`,
);
