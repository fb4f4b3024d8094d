import { isDeepStrictEqual } from 'node:util';
import { unreachable } from '../../compiler/plan/ir.js';
import { advance } from '../engine/advance.js';
import type { Advance, Rest } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { Transaction } from '../store/transaction.js';
import { absorb } from './absorbing/absorb.js';
import { noChanges, noteAdvance } from './changes.js';
import type { EnrolmentRefRow, EnrolmentRefs } from './enrolment-refs.js';
import type { EnrolmentLook } from './facts/facts.js';
import { factsOf, lookAtEnrolment } from './facts/facts.js';
import { withPresentRef } from './identity/merged-lead.js';
import type { LeadDesk } from './lead-lock.js';
import { wakeAskingInside } from './facts/look-again.js';
import { campaignFinished } from './absorbing/own-events/campaign-finished.js';
import { leaveUnread, ownEventOf } from './absorbing/own-events/own-events.js';
import { splitsOf } from './winners.js';
import { writeChanges } from './write-changes.js';

/** What a run is to do next. */
export type Next =
  | { readonly kind: 'deliver'; readonly sendKey: string; readonly queue: string; readonly name: string }
  | ActNext
  /** `ms` from now; absent: only a wake ends the wait. */
  | { readonly kind: 'wait'; readonly ms?: number }
  /** `gone` where the enrolment is missing, or the run belongs to an epoch that is over. */
  | { readonly kind: 'end'; readonly ending: string };

/** One action to be done; times in ms. */
export interface ActNext {
  readonly kind: 'act';
  readonly actionKey: string;
  readonly queue: string;
  readonly name: string;
  /** One attempt is over by then. */
  readonly attemptMs: number;
  /** From the first failure to the next attempt, doubled each time up to `mostMs`. */
  readonly firstMs: number;
  readonly mostMs: number;
}

export interface AdvanceDeps {
  readonly desk: LeadDesk;
  readonly refs: EnrolmentRefs;
  /** The task queue of a channel. */
  queueOf(channel: string): string;
  /** Where and within what times an action is done. */
  actOn(action: string): Omit<ActNext, 'kind' | 'actionKey' | 'name'>;
}

/** A rest may be taken for over this long before it is: clocks of two machines differ. */
const earlyMs = 1_000;

/**
 * One look at one enrolment, in one transaction under the lead's lock: what came in is worked in,
 * the engine decides, and progress, claims and reasons commit together before anybody acts on
 * them. Asked twice it answers the same.
 *
 * @throws when the database is out of reach or the lead's lock is taken for long; trying again is safe
 */
export function createAdvance({ desk, refs, ...ways }: AdvanceDeps): (enrolmentId: string, epoch: number) => Promise<Next> {
  return async (enrolmentId, epoch) => {
    const next = await withPresentRef(
      refs,
      () => refs.find(enrolmentId),
      (ref) => lookOnce(ref, epoch),
    );
    return next ?? { kind: 'end', ending: 'gone' };
  };

  async function lookOnce(ref: EnrolmentRefRow, epoch: number): Promise<Next> {
    const next = await desk.withLead(ref.leadId, async (tx): Promise<Next> => {
      const look = await lookAbsorbed(tx, desk, ref);
      if (look === undefined || look.enrolment.epoch !== epoch) return { kind: 'end', ending: 'gone' };
      if (look.enrolment.ending !== null) {
        if (look.enrolment.awake) tx.send(lastLook, [ref.id]);
        return { kind: 'end', ending: look.enrolment.ending };
      }
      const now = momentOf(look, desk.clock.virtual);
      const plan = await planOf(tx, desk, look);
      const facts = { ...factsOf(look), ...(await splitsOf(tx, desk, plan, look.release, now)) };
      const result = advance(plan, look.enrolment.progress, facts, now);
      await store(tx, desk, ref, look, result, now);
      return nextOf(ref, result.rest, look.now, ways, desk.clock.virtual);
    });
    if (next.kind === 'deliver') refs.noteSend(next.sendKey, ref);
    return next;
  }
}

/** A look with nothing unread: events, attributes and scores are always ahead of decisions. */
export async function lookAbsorbed(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
): Promise<EnrolmentLook | undefined> {
  const look = await lookAtEnrolment(tx, desk, ref);
  if (look === undefined || !look.unread) return look;
  await absorb(tx, desk, ref.leadId);
  return lookAtEnrolment(tx, desk, ref);
}

function planOf(tx: Transaction, { releases }: LeadDesk, { enrolment }: EnrolmentLook) {
  return releases.plan(tx, enrolment.planHash);
}

/** The planned instant when it is all but there, else the moment of the look. */
function momentOf({ now, enrolment }: EnrolmentLook, virtual: boolean): number {
  const { restingUntil } = enrolment;
  if (virtual || restingUntil === null) return now;
  return restingUntil > now && restingUntil - now <= earlyMs ? restingUntil : now;
}

async function store(
  tx: Transaction,
  desk: LeadDesk,
  { id, leadId, campaign }: EnrolmentRefRow,
  { enrolment, release, now: lookedAt }: EnrolmentLook,
  result: Advance,
  now: number,
): Promise<void> {
  const { progress, rest, effects, why } = result;
  const moved = effects.length > 0 || why.length > 0 || !isDeepStrictEqual(progress, enrolment.progress);
  // A run that has a message to hand over will look again by itself: it stays awake, due as of now.
  const awake = rest.kind === 'deliver' || rest.kind === 'act';
  const due = moved || !enrolment.awake ? lookedAt : enrolment.restingUntil;
  const restingUntil = awake ? due : untilOf(rest);
  if (!moved && awake === enrolment.awake && restingUntil === enrolment.restingUntil) return;
  const changes = noChanges();
  noteAdvance(changes, { id, campaign }, result, now);
  changes.moved.push({ id, progress, restingUntil, awake, wake: false, at: now });
  writeChanges(tx, leadId, changes);
  const isOver = progress.ending !== undefined || progress.over !== undefined;
  if (isOver && enrolment.progress.over === undefined) await wakeAskingInside(tx, release, { leadId, id, campaign });
  const own = [
    ...effects.flatMap((effect) => ownEventOf({ id, campaign }, effect, now) ?? []),
    ...campaignFinished(release, { id, campaign }, progress.ending, now),
  ];
  if (own.length === 0) return;
  for (const event of own) await leaveUnread(tx, leadId, event, lookedAt);
  await absorb(tx, desk, leadId);
}

// What an event has ended is awake until its run knows.
const lastLook = statement<Record<string, never>>(
  'last-look',
  'update enrolments set awake = false, resting_until = null where id = $1',
);

function untilOf(rest: Rest): number | null {
  return rest.kind === 'wait' ? (rest.until ?? null) : null;
}

function nextOf(
  { campaign }: EnrolmentRefRow,
  rest: Rest,
  now: number,
  ways: Pick<AdvanceDeps, 'queueOf' | 'actOn'>,
  virtual: boolean,
): Next {
  switch (rest.kind) {
    case 'deliver':
      return { kind: 'deliver', sendKey: rest.key, queue: ways.queueOf(rest.channel), name: `${campaign}/${rest.step}` };
    case 'act':
      return { kind: 'act', actionKey: rest.key, name: `${campaign}/${rest.step}`, ...ways.actOn(rest.action) };
    case 'wait':
      // Under a virtual clock no run wakes by itself: its time is another one, and a timer only costs.
      if (rest.until === undefined || virtual) return { kind: 'wait' };
      return { kind: 'wait', ms: Math.max(0, rest.until - now) };
    case 'end':
      return { kind: 'end', ending: rest.ending };
    default:
      return unreachable(rest);
  }
}
