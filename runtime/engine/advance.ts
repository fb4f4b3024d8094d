import type { Plan, Step } from '../../compiler/plan/ir.js';
import { printLocal } from './time/civil-time.js';
import { dueAt } from './time/due.js';
import { carriedOver, roundOf } from './choice/rounds.js';
import { endingOf } from './ending.js';
import { end, ending } from './ending-move.js';
import { nextFlip, watchedBy } from './conditions/flip.js';
import { isHeld, standHeld } from './held.js';
import { liftedByWish } from './gate/wishes.js';
import { awaitPending, calledOff } from './pending/await-pending.js';
import { scopeOf } from './conditions/scope.js';
import { stepOf } from './step-of.js';
import { takeStep } from './steps/all-steps.js';
import type { Move } from './steps/move.js';
import { goTo } from './steps/move.js';
import type { Advance, Effect, Facts, Progress, Reason, Rest } from './types.js';
import { punctual } from './time/punctual.js';
import { zoneOf } from './time/zone.js';
import { unsettled } from './unsettled.js';

/** Later than this, a step that declares `late` goes by it: the mail may no longer make sense. */
const tardyMs = 3_600_000;

/**
 * Moves one lead to its next rest: a delivery, a wait, or the end.
 *
 * Pure: the same arguments give the same answer, in the worker, in a test and in `explain`.
 * `now` (epoch ms, UTC) is the only clock. `why` holds one reason for each decision, in order.
 */
export function advance(plan: Plan, from: Progress, facts: Facts, now: number): Advance {
  let progress = from;
  let known = facts;
  const effects: Effect[] = [];
  const why: Reason[] = [];
  for (;;) {
    const move = nextMove(plan, progress, known, now);
    progress = carriedOver(progress, move.progress);
    known = move.facts ?? known;
    effects.push(...(move.effects ?? []));
    why.push(...(move.reasons ?? []));
    if (move.rest !== undefined) return { progress, effects, why, rest: move.rest };
  }
}

function nextMove(plan: Plan, progress: Progress, facts: Facts, now: number): Move {
  if (progress.claim !== undefined) return unsettled(plan, progress, progress.claim, facts, now);
  if (progress.step === null) return finished(progress, now);
  // Asked before each step: a purchase that comes with the timer still stops the mail.
  const ended = endingOf(plan, facts, now);
  const { pending } = progress;
  if (ended !== undefined) return calledOff(ending(progress, ended, now), pending);
  const step = stepOf(plan, progress.step);
  if (progress.held === true) return withFlips(plan, step, facts, now, standHeld(progress, facts, now));
  if (pending !== undefined) return withFlips(plan, step, facts, now, awaitPending({ progress, facts, now }, step, pending));
  // A moment of its own is a repeat's first; how long after a round the next begins, it says itself.
  const returned = step.kind === 'repeat' && roundOf(progress, step.id) !== undefined;
  const planned = returned ? progress.since : dueAt(plan.campaign, step, progress.since, facts);
  if (planned === undefined) return stand(plan, step, progress, facts, now, undefined);
  const hold = liftedByWish(progress.hold, facts, now);
  const effective = hold?.until ?? Math.max(planned, progress.since);
  if (now < effective) return stand(plan, step, progress, facts, now, effective);
  if (isHeld(progress, facts)) return withFlips(plan, step, facts, now, standHeld(progress, facts, now));
  const tooLate = !returned && (planned < progress.since || (hold === undefined && now - effective > tardyMs));
  if (tooLate && step.late !== undefined && step.late !== 'send' && hold === undefined) {
    return late(step, step.late, effective);
  }
  const at = punctual(effective, now);
  const { hold: _over, ...standing } = progress;
  const move = takeStep({ plan, step, progress: standing, facts, now, at, planned: Math.max(planned, progress.since), heldUntil: hold?.until });
  return withFlips(plan, step, facts, now, move);
}

function finished(progress: Progress, now: number): Move {
  if (progress.ending !== undefined) return { progress, rest: { kind: 'end', ending: progress.ending } };
  return {
    progress: { ...progress, ending: 'finished' },
    reasons: [{ code: 'finished', text: 'Came to the end of the campaign.', at: now }],
    rest: { kind: 'end', ending: 'finished' },
  };
}

function late(step: Step, policy: 'skip' | 'end', at: number): Move {
  const reason: Reason = {
    code: policy === 'skip' ? 'skipped' : 'left',
    step: step.id,
    detail: 'late',
    text: 'Its moment was past.',
    at,
  };
  if (policy === 'end') {
    return { ...end({ ending: 'late', at }), reasons: [reason] };
  }
  return { progress: goTo(step.next, at), reasons: [reason] };
}

/** Stands on the step until its moment comes, or until something the campaign watches changes. */
function stand(
  plan: Plan,
  step: Step,
  progress: Progress,
  facts: Facts,
  now: number,
  until: number | undefined,
): Move {
  const { zone, unknown } = zoneOf(facts);
  const when = until === undefined ? 'until its date is known' : `until ${printLocal(zone, until)} ${zone}`;
  const instead = unknown === undefined ? '' : ' (the lead names a zone that does not exist)';
  const reasons: readonly Reason[] =
    progress.noted === true || progress.hold !== undefined
      ? []
      : [
          {
            code: 'waiting',
            step: step.id,
            ...(unknown === undefined ? {} : { detail: 'unknown_zone' }),
            text: `Stands here ${when}${instead}.`,
            at: now,
          },
        ];
  const rest: Rest = until === undefined ? { kind: 'wait' } : { kind: 'wait', until };
  return withFlips(plan, step, facts, now, { progress: { ...progress, noted: true }, reasons, rest });
}

/** A leave that time alone can bring about wakes the lead too. */
function withFlips(plan: Plan, step: Step, facts: Facts, now: number, move: Move): Move {
  if (move.rest?.kind !== 'wait') return move;
  const scope = scopeOf(plan.campaign, move.facts ?? facts, now);
  const moments = watchedBy(plan, step).flatMap((watched) => nextFlip(watched, scope) ?? []);
  if (move.rest.until !== undefined) moments.push(move.rest.until);
  return moments.length === 0 ? move : { ...move, rest: { kind: 'wait', until: Math.min(...moments) } };
}
