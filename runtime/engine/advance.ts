import type { Plan, Step } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { printLocal } from './civil-time.js';
import { dueAt } from './due.js';
import type { Ended } from './ending.js';
import { endingOf } from './ending.js';
import { nextFlip, watchedBy } from './flip.js';
import { mailOnly } from './not-yet.js';
import { scopeOf } from './scope.js';
import { takeStep } from './steps/all-steps.js';
import type { Move } from './steps/move.js';
import { goTo } from './steps/move.js';
import type { Advance, Effect, Ending, Facts, Progress, Reason, Rest } from './types.js';
import { zoneOf } from './zone.js';

/** A wake this little after the planned instant is decided as of that instant, so that nothing drifts. */
const punctualMs = 60_000;
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
    progress = move.progress;
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
  if (ended !== undefined) return ending(progress, ended, now);
  const step = stepOf(plan, progress.step);
  const planned = dueAt(plan.campaign, step, progress.since, facts);
  if (planned === undefined) return stand(plan, step, progress, facts, now, undefined);
  const { hold } = progress;
  const effective = hold?.until ?? Math.max(planned, progress.since);
  if (now < effective) return stand(plan, step, progress, facts, now, effective);
  const tooLate = planned < progress.since || (hold === undefined && now - effective > tardyMs);
  if (tooLate && step.late !== undefined && step.late !== 'send' && hold === undefined) {
    return late(step, step.late, effective);
  }
  const at = now - effective <= punctualMs ? effective : now;
  const { hold: _over, ...standing } = progress;
  const move = takeStep({ plan, step, progress: standing, facts, now, at, planned: Math.max(planned, progress.since) });
  return withFlips(plan, step, facts, now, move);
}

/** The message is claimed: what became of it decides where the lead goes. */
function unsettled(
  plan: Plan,
  progress: Progress,
  claim: { readonly key: string; readonly at: number },
  facts: Facts,
  now: number,
): Move {
  if (progress.step === null) throw new Error('a claim without a step');
  const step = stepOf(plan, progress.step);
  const { over } = progress;
  const state = facts.sends.find(({ key }) => key === claim.key)?.state;
  switch (state) {
    case 'claimed': {
      if (over !== undefined) return withdrawn(end(over), claim.key, 'The campaign is over.');
      const ended = endingOf(plan, facts, now);
      if (ended === undefined) return deliver(progress, claim.key, step);
      return withdrawn(ending(progress, ended, now), claim.key, ended.text);
    }
    case 'under_way': {
      // It may have left already: only settling it tells.
      const ended = over === undefined ? endingOf(plan, facts, now) : undefined;
      if (ended === undefined) return deliver(progress, claim.key, step);
      // Decided now all the same: the event that ends this enrolment may begin the next.
      const decided = { ...progress, over: { ending: ended.ending, at: now } };
      return { ...deliver(decided, claim.key, step), reasons: [reasonOf(progress, ended, now)] };
    }
    case 'withdrawn':
      if (over !== undefined) return end(over);
      // The gate closed in between. Ask it anew; the same key can be claimed again.
      return { progress: { step: step.id, since: progress.since } };
    case 'sent':
    case 'unknown':
    case 'refused':
      return over === undefined ? { progress: goTo(step.next, claim.at) } : end(over);
    case undefined:
      throw new Error(`the claim ${claim.key} is not among the lead's sends`);
    default:
      return unreachable(state);
  }
}

function withdrawn(move: Move, key: string, reason: string): Move {
  return { ...move, effects: [{ kind: 'withdraw', key, reason }] };
}

function deliver(progress: Progress, key: string, step: Step): Move {
  if (step.kind !== 'send') throw new Error(`the claimed step ${step.id} sends nothing`);
  return { progress, rest: { kind: 'deliver', key, channel: mailOnly(step.channel), step: step.id } };
}

function finished(progress: Progress, now: number): Move {
  if (progress.ending !== undefined) return { progress, rest: { kind: 'end', ending: progress.ending } };
  return {
    progress: { ...progress, ending: 'finished' },
    reasons: [{ code: 'finished', text: 'Came to the end of the campaign.', at: now }],
    rest: { kind: 'end', ending: 'finished' },
  };
}

function ending(progress: Progress, ended: Ended, now: number): Move {
  return { ...end({ ending: ended.ending, at: now }), reasons: [reasonOf(progress, ended, now)] };
}

function end({ ending: how, at }: { readonly ending: Ending; readonly at: number }): Move {
  return { progress: { step: null, since: at, ending: how }, rest: { kind: 'end', ending: how } };
}

function reasonOf({ step }: Progress, { ending: how, detail, text }: Ended, at: number): Reason {
  return { code: how === 'goal' ? 'goal' : 'left', ...(step === null ? {} : { step }), detail, text, at };
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

function stepOf(plan: Plan, id: string): Step {
  const step = plan.steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`the plan of ${plan.campaign} has no step ${id}`);
  return step;
}
