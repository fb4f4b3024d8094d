import type { Plan } from '../../../compiler/plan/ir.js';
import { statement } from '../../store/database.js';
import { queueRows } from '../../store/outbox.js';
import type { Transaction } from '../../store/transaction.js';
import { absorb } from '../absorbing/absorb.js';
import { lockLead, nowSql, virtualNow } from '../lead-lock.js';
import type { LeadDesk } from '../lead-lock.js';
import { behindOthers } from './further.js';
import type { Standing } from './further.js';
import { moveRows } from './move-rows.js';

/**
 * Makes two leads one, in one transaction under both locks, taken in the order of their ids: what is
 * known of `other` goes over to `into`, and whoever says something of `other` from then on speaks of
 * `into`. Of two enrolments in the same campaign and entry the further one goes on; the other ends as
 * `merged`, and what it was about to send is withdrawn.
 *
 * Asked again it gathers what came in under the other name meanwhile, and changes nothing else.
 *
 * @throws when a lock is not to be had within 2 s, or nothing was ever applied; trying again is safe
 */
export async function mergeLeads(desk: LeadDesk, into: number, other: number): Promise<void> {
  const [asked] = await desk.db.query(whoIsWho, [into, other]);
  if (asked === undefined) return;
  const target = asked.into;
  // Joined with somebody else before: a name that has an owner stays theirs.
  if (target === other || (asked.owner !== null && asked.owner !== target)) {
    await desk.db.query(forgetLink, [other]);
    return;
  }
  await inOrderOfIds(desk, target, other, (tx) => merge(tx, desk, target, other));
}

/** Of the two one may be merged already: only the one that goes on has to be in force. */
async function inOrderOfIds(desk: LeadDesk, into: number, other: number, work: (tx: Transaction) => Promise<void>): Promise<void> {
  if (into < other) {
    await desk.withLead(into, async (tx) => {
      await tx.query(lockAny, [other]);
      await work(tx);
    });
    return;
  }
  await desk.withLocks(async (tx) => {
    await tx.query(lockAny, [other]);
    await tx.query(lockLead, [into]);
    await work(tx);
  });
}

async function merge(tx: Transaction, desk: LeadDesk, into: number, other: number): Promise<void> {
  const [moment] = await tx.query(bothStand, [into, other, virtualNow(desk.clock, into)]);
  if (moment === undefined) return;
  const { now, standings, owner } = moment;
  if (owner !== null && owner !== into) return;
  const plans = new Map<string, Plan>();
  for (const { id, planHash } of standings) plans.set(id, await desk.releases.plan(tx, planHash));
  const behind = behindOthers(standings, (id) => plans.get(id));
  const ended = behind.filter(({ ending }) => ending === null).map(({ id }) => id);
  if (behind.length > 0) {
    tx.send(endMerged, [ended, now]);
    tx.send(callOff, [ended, now]);
    tx.send(withdraw, [[into, other], ended, now]);
    tx.send(freeKeys, [behind.map(({ id }) => id)]);
  }
  await moveRows(tx, other, into);
  tx.send(mergeState, [into, other]);
  tx.send(pointOn, [into, other]);
  tx.send(forgetLink, [other]);
  tx.send(pointLinksOn, [into, other]);
  if (owner === null) tx.send(tell, [into, now]);
  // What the one did may be what the other waits for.
  const awake = await tx.query(wakeAll, [into, now]);
  queueRows(tx, [...new Set([...ended, ...awake.map(({ id }) => id)])].map((enrolmentId) => ({ enrolmentId, kind: 'wake' as const })));
  await absorb(tx, desk, into, []);
}

interface StandingRow extends Standing {
  readonly planHash: string;
}

type None = Record<string, never>;

const whoIsWho = statement<{ into: number; owner: number | null }>(
  'merge-who-is-who',
  `select coalesce(i.merged_into, i.id) as into, o.merged_into as owner from leads i, leads o where i.id = $1 and o.id = $2`,
);

const lockAny = statement<{ id: number }>('lock-lead-to-merge', 'select id from leads where id = $1 for no key update');

const bothStand = statement<{ now: number; owner: number | null; standings: readonly StandingRow[] }>(
  'merge-standings',
  `select ${nowSql('$3')} as now, (select merged_into from leads where id = $2) as owner,
     coalesce((select json_agg(json_build_object('id', e.id, 'campaign', e.campaign, 'entryKey', e.entry_key,
         'enteredAt', e.entered_at, 'progress', e.progress, 'ending', e.ending, 'planHash', e.plan_hash,
         'messages', (select count(*) from claims c where c.lead_id = e.lead_id and c.enrolment_id = e.id
           and c.state in ('under_way', 'sent', 'unknown'))))
       from enrolments e where e.lead_id in ($1, $2)), '[]') as standings`,
);

const endMerged = statement<None>(
  'end-merged-enrolments',
  `with ended as (
     update enrolments e
     set ending = 'merged', ended_at = $2, step = null, awake = true, resting_until = $2,
       progress = jsonb_build_object('step', null, 'since', $2::bigint, 'ending', 'merged')
     where e.id = any($1::uuid[]) and e.ending is null returning e.id, e.lead_id, e.campaign
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, id, campaign, null, 'left', 'merged', 'The same person was further in it under another name.', $2 from ended`,
);

const callOff = statement<None>(
  'call-off-merged',
  `update actions set state = 'called_off', settled_at = $2 where enrolment_id = any($1::uuid[]) and state = 'open'`,
);

const withdraw = statement<None>(
  'withdraw-merged',
  `update claims set state = 'withdrawn', settled_at = $3, attempt = null
   where lead_id = any($1::bigint[]) and enrolment_id = any($2::uuid[]) and state = 'claimed'`,
);

// The key belongs to the one that is kept.
const freeKeys = statement<None>(
  'free-merged-keys',
  `update enrolments set entry_key = 'merged:' || id where id = any($1::uuid[])`,
);

// Points are a sum over the ledger, which has moved. What both say of a person is as `into` has it.
const mergeState = statement<None>(
  'merge-lead-state',
  `update leads l
   set attributes = o.attributes || l.attributes, undeclared = o.undeclared || l.undeclared,
     fit = l.fit + o.fit, pain = l.pain + o.pain, ready_since = coalesce(l.ready_since, o.ready_since),
     first_seen = least(l.first_seen, o.first_seen), fades_at = least(l.fades_at, o.fades_at),
     account_id = coalesce(l.account_id, o.account_id),
     account_since = case when l.account_id is null then o.account_since else l.account_since end
   from leads o where l.id = $1 and o.id = $2`,
);

const pointOn = statement<None>(
  'point-merged-on',
  `update leads
   set merged_into = $1, attributes = '{}', undeclared = '{}', fit = 0, pain = 0, ready_since = null,
     account_id = null, account_since = null, fades_at = null, watched = true
   where id = $2 or merged_into = $2`,
);

const forgetLink = statement<None>('forget-identity-link', 'delete from identity_links where other_id = $1');

const pointLinksOn = statement<None>(
  'point-links-on',
  `update identity_links set into_id = $1 where into_id = $2 and other_id <> $1`,
);

const tell = statement<None>(
  'tell-merge',
  `insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   values ($1, null, null, null, 'merged', null, 'What was known under another name of this person was joined.', $2)`,
);

const wakeAll = statement<{ id: string }>(
  'wake-merged',
  `update enrolments set awake = true, resting_until = $2 where lead_id = $1 and ending is null returning id`,
);
