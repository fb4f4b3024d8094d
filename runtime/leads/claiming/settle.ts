import { unreachable } from '../../../compiler/plan/ir.js';
import type { Outcome } from '../../channels/channel.js';
import { readAttempt } from '../attempt.js';
import type { LeadDesk } from '../lead-lock.js';
import { nowSql, virtualNow } from '../lead-lock.js';
import { followingMerge } from '../identity/following-merge.js';
import { statement } from '../../store/database.js';

/** Repeating for ever would be a nuisance to somebody whose server accepts and never says so. */
const mostUnknown = 5;

/** Writes down what the other side said; whoever holds another attempt has no say any more. */
export async function settle(desk: LeadDesk, attempt: string, outcome: Outcome): Promise<void> {
  const { db, clock } = desk;
  const { leadId, key, token, addressHash: hash } = readAttempt(attempt);
  const suppress = outcome.kind === 'refused' && hash !== '' ? outcome.suppress : false;
  await followingMerge(db, leadId, (lead) => db.query(settleClaim, [
    lead,
    key,
    token,
    outcome.kind,
    outcome.response,
    suppress === false ? null : hash,
    suppress === false ? null : suppress,
    sentenceOf(outcome, 'the mail server'),
    virtualNow(clock, leadId),
    mostUnknown,
    sentenceOf(outcome, 'the channel'),
  ]));
}

/** Nothing can have been accepted: opens the claim for another try. */
export async function release({ db, clock }: LeadDesk, attempt: string, note?: string): Promise<void> {
  const { leadId, key, token } = readAttempt(attempt);
  await followingMerge(db, leadId, (lead) =>
    note === undefined
      ? db.query(releaseClaim, [lead, key, token])
      : db.query(releaseWithNote, [lead, key, token, note, virtualNow(clock, leadId), itsTurn.code, itsTurn.detail]),
  );
}

/** For the timeline; what the server said may name a person and stays with the claim. */
function sentenceOf(outcome: Outcome, whom: string): string {
  const { kind } = outcome;
  switch (kind) {
    case 'sent':
      return outcome.note ?? `Accepted by ${whom}.`;
    case 'refused':
      return `Refused by ${whom} for good.`;
    case 'unknown':
      return `It cannot be known whether ${whom} accepted it.`;
    default:
      return unreachable(kind);
  }
}

const releaseClaim = statement<{ lead: number }>(
  'release-claim',
  `update claims set state = 'claimed', attempt = null
   where lead_id = $1 and key = $2 and attempt = $3 and state in ('claimed', 'under_way') returning lead_id as lead`,
);

/** What the timeline calls the wait of a claimed message. */
const itsTurn = { code: 'waiting', detail: 'pace' } as const;

// Once a claim: a message that waits long is tried often.
const releaseWithNote = statement<{ lead: number }>(
  'release-claim-with-note',
  `with moment as materialized (select ${nowSql('$5')} as now),
   freed as (
     update claims c set state = 'claimed', attempt = null
     where lead_id = $1 and key = $2 and attempt = $3 and state in ('claimed', 'under_way')
     returning c.lead_id, c.enrolment_id, c.campaign, c.step, c.claimed_at
   ), noted as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select f.lead_id, f.enrolment_id, f.campaign, f.step, $6, $7, $4, moment.now from freed f, moment
     where not exists (select from decisions d where d.lead_id = f.lead_id and d.enrolment_id = f.enrolment_id
       and d.step = f.step and d.code = $6 and d.detail = $7 and d.at >= f.claimed_at)
   )
   select lead_id as lead from freed`,
);

// A refusal can come before the message is under way; an acceptance that is only heard of later
// still counts, also where the claim was opened again for want of it. Attempts do not count
// against a repeat: a mail server that was away for an hour had many, and none was unknown.
const settleClaim = statement<{ lead: number }>(
  'settle-claim',
  `with moment as materialized (select ${nowSql('$9')} as now),
   before as materialized (
     select lead_id, key, case
         when $4 = 'unknown' and unsure = 'repeat' and $10 > 1 + (select count(*) from decisions d
             where d.lead_id = $1 and d.enrolment_id = c.enrolment_id and d.step = c.step and d.code = 'unknown'
               and d.at >= c.claimed_at)
           then 'claimed'
         else $4 end as state
     from claims c
     where lead_id = $1 and key = $2 and attempt = $3
       and (state in ('claimed', 'under_way') or (state = 'unknown' and $4 = 'sent'))
     for no key update
   ), settled as (
     update claims c
     set state = before.state, response = $5,
       settled_at = case when before.state = 'claimed' then null else moment.now end
     from before, moment
     where c.lead_id = $1 and c.key = $2 and before.key = c.key
     returning c.lead_id, c.enrolment_id, c.campaign, c.step, c.channel
   ), suppressed as (
     insert into suppressions (address_hash, reason, at)
     select $6, $7, moment.now from settled, moment where $6::text is not null
     on conflict (address_hash) do nothing
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, enrolment_id, campaign, step, $4, null, case when channel = 'email' then $8 else $11 end, moment.now
   from settled, moment
   returning lead_id as lead`,
);
