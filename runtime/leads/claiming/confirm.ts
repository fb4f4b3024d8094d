import type { EmailSettings, MessageContent, Plan, SendStep, WorkspacePlan } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { messageOf } from '../../engine/choice/playlist.js';
import { wordingOf } from '../../engine/choice/variants.js';
import { gate } from '../../engine/gate/gate.js';
import { isMarketing } from '../../engine/gate/priority.js';
import { addressAttribute } from '../../engine/gate/reach.js';
import { sameContent } from '../../engine/gate/same-content.js';
import { zoneOf } from '../../engine/time/zone.js';
import type { ClaimState, Facts, PastSend, Verdict } from '../../engine/types.js';
import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import { noteWording } from './note-wording.js';
import { addressHash } from '../address-hash.js';
import { lookAbsorbed } from '../advance-enrolment.js';
import { attemptToken, newAttempt } from '../attempt.js';
import type { EnrolmentRefRow } from '../enrolment-refs.js';
import type { EnrolmentLook } from '../facts/facts.js';
import { factsOf } from '../facts/facts.js';
import { sendsToSameAddress } from './same-address.js';
import type { LeadDesk } from '../lead-lock.js';

/** All that rendering one message for one lead needs. */
export interface MailData {
  /** Deterministic, from the send key: `<…@domain>` with the angle brackets. */
  readonly messageId: string;
  /** `email`, or a channel of the workspace. */
  readonly channel: string;
  readonly content: MessageContent;
  readonly email: EmailSettings;
  readonly topic?: string;
  readonly leadUserId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The event that let the lead in. */
  readonly entry: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> };
  readonly workspace: WorkspacePlan;
  /** The lead's: dates in the message are read in it. */
  readonly zone: string;
  readonly campaign: string;
  readonly step: string;
  /** Epoch ms: the moment of the hand-over. */
  readonly now: number;
}

export type Confirmed =
  | { readonly kind: 'ready'; readonly attempt: string; readonly channel: string; readonly mail: MailData }
  /** An earlier attempt came to the point of no return and was not settled. */
  | { readonly kind: 'under_way'; readonly attempt: string; readonly channel: string; readonly messageId: string }
  | { readonly kind: 'settled' }
  | { readonly kind: 'withdrawn' };

/** Renders the message and answers the hash of what a person will read. */
export type HashRendered = (mail: MailData) => string;

/** The claim of one message, asked about with the lead's lock held. */
export interface AskedClaim {
  readonly ref: EnrolmentRefRow;
  readonly look: EnrolmentLook;
  readonly claim: ClaimRow;
}

export interface ClaimRow {
  readonly key: string;
  readonly step: string;
  readonly channel: string;
  /** Of a playlist. */
  readonly item: string | null;
  readonly state: ClaimState;
  readonly claimed_at: number;
  readonly attempt: string | null;
  readonly message_id: string | null;
}

/** Under the lead's lock: asks the gate again and takes an attempt, or withdraws the claim. */
export async function confirm(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  { key, epoch, hashRendered }: { readonly key: string; readonly epoch: number; readonly hashRendered?: HashRendered },
): Promise<Confirmed> {
  const look = await lookAbsorbed(tx, desk, ref);
  // Sent together: one round trip.
  const [claim, elsewhere] = await Promise.all([
    claimOf(tx, ref.leadId, key),
    look === undefined || hashRendered === undefined ? [] : toldElsewhere(tx, desk, ref, look),
  ]);
  if (claim === undefined) return { kind: 'withdrawn' };
  switch (claim.state) {
    case 'sent':
    case 'unknown':
    case 'refused':
    case 'held_out':
      return { kind: 'settled' };
    case 'withdrawn':
      return { kind: 'withdrawn' };
    case 'under_way':
      if (claim.attempt === null || claim.message_id === null) throw new Error(`the claim ${key} is under way without an attempt`);
      return {
        kind: 'under_way',
        attempt: attemptToken({ leadId: ref.leadId, key, token: claim.attempt, addressHash: '' }),
        channel: claim.channel,
        messageId: claim.message_id,
      };
    case 'claimed': {
      // Another cluster drives this lead now; the claim is its to hand over.
      if (look === undefined || look.enrolment.epoch !== epoch) return { kind: 'withdrawn' };
      const asked = { ref, look, claim };
      const answer = await askAgain(tx, desk, asked);
      return answer.kind === 'withdrawn' ? answer : ready(tx, desk, asked, answer, { elsewhere, ...(hashRendered === undefined ? {} : { hashRendered }) });
    }
    default:
      return unreachable(claim.state);
  }
}

export async function claimOf(tx: Transaction, leadId: number, key: string): Promise<ClaimRow | undefined> {
  const [claim] = await tx.query(readClaim, [leadId, key]);
  return claim;
}

/** The message may still leave: what is needed to say so. */
export interface MayLeave {
  readonly kind: 'may-leave';
  readonly plan: Plan;
  readonly step: SendStep;
  readonly facts: Facts;
  /** Epoch ms. */
  readonly now: number;
}

/** Asks the gate once more; what may not leave is withdrawn, with its reason. */
export async function askAgain(
  tx: Transaction,
  desk: LeadDesk,
  asked: AskedClaim,
): Promise<MayLeave | { readonly kind: 'withdrawn' }> {
  const { look, claim } = asked;
  const plan = await desk.releases.plan(tx, look.enrolment.planHash);
  const step = messageOf(plan, claim.step, claim.item);
  // The claim may have been made for an instant that is not quite there: see `advance`.
  const now = Math.max(look.now, claim.claimed_at);
  const facts = factsOf(look);
  const { over } = look.enrolment.progress;
  const verdict: Verdict =
    over === undefined
      ? gate(plan, step, facts, now, claim.claimed_at, claim.key)
      : { kind: 'stop', ending: over.ending, text: 'The campaign was over before the next try.' };
  if (verdict.kind === 'send') return { kind: 'may-leave', plan, step, facts, now };
  withdraw(tx, asked, verdict, now);
  return { kind: 'withdrawn' };
}

async function ready(
  tx: Transaction,
  desk: LeadDesk,
  asked: AskedClaim,
  { plan, step, facts, now }: MayLeave,
  { hashRendered, elsewhere }: { readonly hashRendered?: HashRendered; readonly elsewhere: readonly PastSend[] },
): Promise<Confirmed> {
  const { ref, look, claim } = asked;
  const { lead, enrolment, release } = look;
  const { workspace } = release;
  const { email } = step;
  const named = claim.item === null ? step.id : `${step.id}/${step.template}`;
  const message = await desk.releases.message(tx, ref.campaign, named);
  const { content, ...chosen } = wordingOf(plan, step, message.content, facts, now);
  const messageId = claim.message_id ?? `<${claim.key}@${domainOf(workspace.senders[email.from]?.address)}>`;
  const mail: MailData = {
    messageId,
    channel: claim.channel,
    content,
    email,
    ...(email.topic === undefined ? {} : { topic: email.topic }),
    leadUserId: lead.userId,
    attributes: lead.attributes,
    entry: enrolment.entry,
    workspace,
    zone: zoneOf(facts).zone,
    campaign: ref.campaign,
    step: step.id,
    now,
  };
  // Rendered with the lock held: of two messages with the same words the second has to see the first.
  const rendered = hashRendered?.(mail);
  if (rendered !== undefined) {
    const said = { key: claim.key, rendered };
    const other = sameContent(step.email, elsewhere, said, now);
    if (other !== undefined || sameContent(step.email, facts.sends, said, now) !== undefined) {
      const because = { detail: 'same_content', text: 'The same words went to this address within a day.' };
      withdraw(tx, asked, because, now, { rendered, ...(other === undefined ? {} : { sameUntil: other.until }) });
      return { kind: 'withdrawn' };
    }
  }
  const token = newAttempt();
  const hash = addressHashOf(look, claim.channel) ?? '';
  tx.send(takeAttempt, [ref.leadId, claim.key, token, messageId, message.contentHash, rendered ?? null, hash === '' ? null : hash]);
  noteWording(tx, ref.leadId, claim.key, chosen);
  return {
    kind: 'ready',
    channel: claim.channel,
    attempt: attemptToken({ leadId: ref.leadId, key: claim.key, token, addressHash: hash }),
    mail,
  };
}

/** What other leads with the same address are told, where the message that the lead waits for is marketing. */
async function toldElsewhere(tx: Transaction, desk: LeadDesk, ref: EnrolmentRefRow, look: EnrolmentLook): Promise<readonly PastSend[]> {
  const { steps } = await desk.releases.plan(tx, look.enrolment.planHash);
  const step = steps.find(({ id }) => id === look.enrolment.progress.step);
  if (!isMarketing(step)) return [];
  const hash = addressHashOf(look, step?.kind === 'send' ? step.channel : 'email');
  return hash === undefined ? [] : sendsToSameAddress(tx, { leadId: ref.leadId, addressHash: hash, now: look.now });
}

function addressHashOf({ lead, release: { workspace } }: EnrolmentLook, channel: string): string | undefined {
  const attribute = addressAttribute(channel, workspace);
  const address = attribute === undefined ? undefined : lead.attributes[attribute];
  return typeof address === 'string' ? addressHash(address) : undefined;
}

function domainOf(address: string | undefined): string {
  const domain = address?.split('@').at(-1);
  return domain === undefined || domain === '' ? 'localhost' : domain;
}

type Because = Exclude<Verdict, { kind: 'send' }> | { readonly kind?: undefined; readonly detail: string; readonly text: string };

function withdraw(
  tx: Transaction,
  { ref, claim }: AskedClaim,
  because: Because,
  now: number,
  { rendered, sameUntil }: { readonly rendered?: string; readonly sameUntil?: number } = {},
): void {
  const detail = because.kind === 'stop' ? because.ending : because.detail;
  tx.send(withdrawClaim, [ref.leadId, claim.key, now, ref.id, ref.campaign, claim.step, detail, because.text, rendered ?? null, sameUntil ?? null]);
}

type None = Record<string, never>;

const readClaim = statement<ClaimRow>(
  'read-claim',
  'select key, step, channel, item, state, claimed_at, attempt, message_id from claims where lead_id = $1 and key = $2',
);

const takeAttempt = statement<None>(
  'take-attempt',
  `update claims set attempt = $3, attempts = attempts + 1, message_id = $4, content_hash = $5,
     rendered_hash = coalesce($6, rendered_hash), address_hash = $7
   where lead_id = $1 and key = $2 and state = 'claimed'`,
);

// The hash of what was not said stays with the claim: the gate holds it for as long as it is too soon.
const withdrawClaim = statement<None>(
  'withdraw-claim',
  `with gone as (
     update claims set state = 'withdrawn', settled_at = $3, attempt = null, rendered_hash = coalesce($9, rendered_hash), same_until = $10
     where lead_id = $1 and key = $2 and state = 'claimed' returning lead_id
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, $4, $5, $6, 'withdrawn', $7, $8, $3 from gone`,
);
