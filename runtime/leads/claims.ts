import type { EmailSettings, MessageContent, SendStep, WorkspacePlan } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import type { Outcome } from '../channels/channel.js';
import { gate } from '../engine/gate.js';
import type { ClaimState, Verdict } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { Transaction } from '../store/transaction.js';
import { addressHash } from './address-hash.js';
import { lookAbsorbed } from './advance-enrolment.js';
import { attemptToken, newAttempt, readAttempt } from './attempt.js';
import type { EnrolmentRefRow, EnrolmentRefs } from './enrolment-refs.js';
import type { EnrolmentLook } from './facts.js';
import { factsOf } from './facts.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';

/** All that rendering one message for one lead needs. */
export interface MailData {
  /** Deterministic, from the send key: `<…@domain>` with the angle brackets. */
  readonly messageId: string;
  readonly content: MessageContent;
  readonly email: EmailSettings;
  readonly topic?: string;
  readonly leadUserId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The event that let the lead in. */
  readonly entry: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> };
  readonly workspace: WorkspacePlan;
  readonly campaign: string;
  readonly step: string;
  /** Epoch ms: the moment of the hand-over. */
  readonly now: number;
}

export type Confirmed =
  | { readonly kind: 'ready'; readonly attempt: string; readonly mail: MailData }
  /** An earlier attempt came to the point of no return and was not settled. */
  | { readonly kind: 'under_way'; readonly attempt: string; readonly messageId: string }
  | { readonly kind: 'settled' }
  | { readonly kind: 'withdrawn' };

export interface Claims {
  /**
   * Asks the gate again and takes an attempt token, in one transaction under the lead's lock. A
   * message that may not leave now is withdrawn; where the lead goes on is `advance`'s to say.
   */
  confirm(sendKey: string, epoch: number): Promise<Confirmed>;
  /**
   * Marks the point of no return, with the SHA-256 of what is being said.
   *
   * @throws when the attempt is no longer the current one
   */
  underWay(attempt: string, renderedHash: string): Promise<void>;
  /**
   * Writes down what the other side said, once: a settled claim only ever goes from `unknown` to
   * `sent`. Where nobody can know, `unsure: repeat` opens the claim again, under the same
   * Message-ID; the fifth time it is `unknown` all the same.
   */
  settle(attempt: string, outcome: Outcome): Promise<void>;
  /** Nothing can have been accepted: the claim may be tried again. */
  release(attempt: string): Promise<void>;
}

export function createClaims({ desk, refs }: { readonly desk: LeadDesk; readonly refs: EnrolmentRefs }): Claims {
  const { db, clock } = desk;
  return {
    async confirm(sendKey, epoch) {
      const ref = await refs.findBySend(sendKey);
      if (ref === undefined) return { kind: 'withdrawn' };
      return desk.withLead(ref.leadId, (tx) => confirm(tx, desk, ref, sendKey, epoch));
    },
    async underWay(attempt, renderedHash) {
      const { leadId, key, token } = readAttempt(attempt);
      const [row] = await db.query(markUnderWay, [leadId, key, token, renderedHash]);
      if (row === undefined) throw new Error('another attempt has taken over, or the message was withdrawn');
    },
    async settle(attempt, outcome) {
      const { leadId, key, token, addressHash: hash } = readAttempt(attempt);
      const suppress = outcome.kind === 'refused' && hash !== '' ? outcome.suppress : false;
      await db.query(settleClaim, [
        leadId,
        key,
        token,
        outcome.kind,
        outcome.response,
        suppress === false ? null : hash,
        suppress === false ? null : suppress,
        sentenceOf(outcome),
        virtualNow(clock, leadId),
        mostUnknown,
      ]);
    },
    async release(attempt) {
      const { leadId, key, token } = readAttempt(attempt);
      await db.query(releaseClaim, [leadId, key, token]);
    },
  };
}

/** Repeating for ever would be a nuisance to somebody whose server accepts and never says so. */
const mostUnknown = 5;

async function confirm(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  key: string,
  epoch: number,
): Promise<Confirmed> {
  const look = await lookAbsorbed(tx, desk, ref);
  const [claim] = await tx.query(readClaim, [ref.leadId, key]);
  if (claim === undefined) return { kind: 'withdrawn' };
  switch (claim.state) {
    case 'sent':
    case 'unknown':
    case 'refused':
      return { kind: 'settled' };
    case 'withdrawn':
      return { kind: 'withdrawn' };
    case 'under_way':
      if (claim.attempt === null || claim.message_id === null) throw new Error(`the claim ${key} is under way without an attempt`);
      return {
        kind: 'under_way',
        attempt: attemptToken({ leadId: ref.leadId, key, token: claim.attempt, addressHash: '' }),
        messageId: claim.message_id,
      };
    case 'claimed':
      // Another cluster drives this lead now; the claim is its to hand over.
      if (look === undefined || look.enrolment.epoch !== epoch) return { kind: 'withdrawn' };
      return askAgain(tx, desk, ref, look, claim);
    default:
      return unreachable(claim.state);
  }
}

async function askAgain(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  look: EnrolmentLook,
  claim: ClaimRow,
): Promise<Confirmed> {
  const plan = await desk.releases.plan(tx, ref.planHash);
  const step = plan.steps.find(({ id }) => id === claim.step);
  if (step?.kind !== 'send') throw new Error(`the plan of ${plan.campaign} sends nothing at ${claim.step}`);
  // The claim may have been made for an instant that is not quite there: see `advance`.
  const now = Math.max(look.now, claim.claimed_at);
  const { over } = look.enrolment.progress;
  const verdict: Verdict =
    over === undefined
      ? gate(plan, step, factsOf(look), now, claim.claimed_at)
      : { kind: 'stop', ending: over.ending, text: 'The campaign was over before the next try.' };
  if (verdict.kind !== 'send') {
    tx.send(withdraw, [ref.leadId, claim.key, now, ref.id, ref.campaign, claim.step, detailOf(verdict), verdict.text]);
    return { kind: 'withdrawn' };
  }
  return ready(tx, desk, ref, look, claim, step, now);
}

async function ready(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  { lead, enrolment, release }: EnrolmentLook,
  claim: ClaimRow,
  { id: step, email }: SendStep,
  now: number,
): Promise<Confirmed> {
  const { workspace } = release;
  const { content, contentHash } = await desk.releases.message(tx, ref.campaign, step);
  const messageId = claim.message_id ?? `<${claim.key}@${domainOf(workspace.senders[email.from]?.address)}>`;
  const token = newAttempt();
  tx.send(takeAttempt, [ref.leadId, claim.key, token, messageId, contentHash]);
  const address = lead.attributes['email'];
  return {
    kind: 'ready',
    attempt: attemptToken({
      leadId: ref.leadId,
      key: claim.key,
      token,
      addressHash: typeof address === 'string' ? addressHash(address) : '',
    }),
    mail: {
      messageId,
      content,
      email,
      ...(email.topic === undefined ? {} : { topic: email.topic }),
      leadUserId: lead.userId,
      attributes: lead.attributes,
      entry: enrolment.entry,
      workspace,
      campaign: ref.campaign,
      step,
      now,
    },
  };
}

function domainOf(address: string | undefined): string {
  const domain = address?.split('@').at(-1);
  return domain === undefined || domain === '' ? 'localhost' : domain;
}

function detailOf(verdict: Exclude<Verdict, { kind: 'send' }>): string {
  return verdict.kind === 'stop' ? verdict.ending : verdict.detail;
}

/** For the timeline; what the server said may name a person and stays with the claim. */
function sentenceOf({ kind }: Outcome): string {
  switch (kind) {
    case 'sent':
      return 'Accepted by the mail server.';
    case 'refused':
      return 'Refused by the mail server for good.';
    case 'unknown':
      return 'It cannot be known whether the mail server accepted it.';
    default:
      return unreachable(kind);
  }
}

interface ClaimRow {
  readonly key: string;
  readonly step: string;
  readonly state: ClaimState;
  readonly claimed_at: number;
  readonly attempt: string | null;
  readonly message_id: string | null;
}

type None = Record<string, never>;

const readClaim = statement<ClaimRow>(
  'read-claim',
  'select key, step, state, claimed_at, attempt, message_id from claims where lead_id = $1 and key = $2',
);

const takeAttempt = statement<None>(
  'take-attempt',
  `update claims set attempt = $3, attempts = attempts + 1, message_id = $4, content_hash = $5
   where lead_id = $1 and key = $2 and state = 'claimed'`,
);

const markUnderWay = statement<{ key: string }>(
  'mark-under-way',
  `update claims set state = 'under_way', rendered_hash = $4
   where lead_id = $1 and key = $2 and attempt = $3 and state = 'claimed' returning key`,
);

const releaseClaim = statement<None>(
  'release-claim',
  `update claims set state = 'claimed', attempt = null
   where lead_id = $1 and key = $2 and attempt = $3 and state in ('claimed', 'under_way')`,
);

const withdraw = statement<None>(
  'withdraw-claim',
  `with gone as (
     update claims set state = 'withdrawn', settled_at = $3, attempt = null
     where lead_id = $1 and key = $2 and state = 'claimed' returning lead_id
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, $4, $5, $6, 'withdrawn', $7, $8, $3 from gone`,
);

// A refusal can come before the message is under way; an acceptance that is only heard of later
// still counts, also where the claim was opened again for want of it. Attempts do not count
// against a repeat: a mail server that was away for an hour had many, and none was unknown.
const settleClaim = statement<None>(
  'settle-claim',
  `with moment as materialized (select ${nowSql('$9')} as now),
   before as materialized (
     select lead_id, key, case
         when $4 = 'unknown' and unsure = 'repeat' and $10 > 1 + (select count(*) from decisions d
             where d.lead_id = $1 and d.enrolment_id = c.enrolment_id and d.step = c.step and d.code = 'unknown')
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
     returning c.lead_id, c.enrolment_id, c.campaign, c.step
   ), suppressed as (
     insert into suppressions (address_hash, reason, at)
     select $6, $7, moment.now from settled, moment where $6::text is not null
     on conflict (address_hash) do nothing
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, enrolment_id, campaign, step, $4, null, $8, moment.now from settled, moment`,
);
