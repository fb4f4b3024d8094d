import type { Plan, Step } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { nextRound } from './choice/rounds.js';
import { endingOf } from './ending.js';
import { holdBack, isHeld } from './held.js';
import { end, ending, reasonOf } from './ending-move.js';
import { stepOf } from './step-of.js';
import type { Move } from './steps/move.js';
import { goTo } from './steps/move.js';
import type { Facts, Progress } from './types.js';

/** The message is claimed: what became of it decides where the lead goes. */
export function unsettled(
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
      if (ended === undefined) {
        return isHeld(progress, facts) ? holdBack(progress, claim.key, facts, now) : deliver(progress, claim.key, step);
      }
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
    case 'held_out':
      return over === undefined ? { progress: behind(progress, step, claim.at) } : end(over);
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
  return { progress, rest: { kind: 'deliver', key, channel: channelOf(step), step: step.id } };
}

function channelOf(step: Step): string {
  if (step.kind === 'send') return step.channel;
  if (step.kind === 'repeat' && step.round.kind === 'play') return 'email';
  throw new Error(`the claimed step ${step.id} sends nothing`);
}

/** Where the lead goes once its message is settled: the playlist counts the round and goes on. */
function behind(progress: Progress, step: Step, at: number): Progress {
  if (step.kind !== 'repeat') return goTo(step.next, at);
  return { ...goTo(step.id, at), rounds: nextRound(progress, step.id, at) };
}
