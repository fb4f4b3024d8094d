import type { PlayRound, RepeatStep } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { nextItem, playedMessage } from '../choice/playlist.js';
import { nextRound, roundOf, roundsAround } from '../choice/rounds.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import type { Scope } from '../conditions/scope.js';
import { scopeOf } from '../conditions/scope.js';
import { addDuration, printLocal } from '../time/civil-time.js';
import { punctual } from '../time/punctual.js';
import { zoneOf } from '../time/zone.js';
import type { Progress, Reason } from '../types.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';
import { sendOrSay } from './send-or-say.js';

/** A round takes some time even where nothing in it does, so that no look goes on for ever. */
const shortestRoundMs = 1_000;

/** Begins the next round when its time has come, unless something ends the repeat; a round leads back here. */
export function takeRepeat(look: Look<RepeatStep>): Move {
  const { plan, step, progress, facts, now, planned, heldUntil } = look;
  const scope = scopeOf(plan.campaign, facts, now);
  const last = roundOf(progress, step.id);
  const over = overBecause(step, scope, last?.round ?? 0);
  if (over !== undefined) return leave(look, step.next, over);
  const { zone } = zoneOf(facts);
  const earliest = last === undefined ? planned : Math.max(planned, nextBegin(step, last.began, zone));
  if (now < earliest) {
    const text = `The next round begins ${printLocal(zone, earliest)} ${zone}.`;
    return {
      progress: { ...progress, noted: true },
      reasons: progress.noted === true ? [] : [{ code: 'waiting', step: step.id, text, at: now }],
      rest: { kind: 'wait', until: earliest },
    };
  }
  const at = punctual(Math.max(earliest, heldUntil ?? 0), now);
  switch (step.round.kind) {
    case 'steps': {
      const rounds = nextRound(progress, step.id, at);
      const text = `Round ${rounds.at(-1)?.round} begins.`;
      return {
        progress: { ...goTo(step.round.first, at), rounds },
        reasons: [{ code: 'round', step: step.id, text, at }],
      };
    }
    case 'play':
      return play({ ...look, at, planned: earliest }, step.round, scope);
    default:
      return unreachable(step.round);
  }
}

function nextBegin({ every }: RepeatStep, began: number, zone: string): number {
  return Math.max(began + shortestRoundMs, every === undefined ? began : addDuration(zone, began, every));
}

/** Why no further round begins. */
interface Over {
  readonly detail: string;
  readonly text: string;
}

function overBecause(
  { until, times }: RepeatStep,
  scope: Scope,
  rounds: number,
): Over | undefined {
  if (until !== undefined && matches(until, scope)) return { detail: 'until', text: `Ends: ${explain(until, scope)}.` };
  return times !== undefined && rounds >= times ? { detail: 'times', text: `Ends after ${rounds} rounds.` } : undefined;
}

function leave({ step, progress, at }: Look<RepeatStep>, next: string | null, because: Over): Move {
  const reason: Reason = { code: 'round', step: step.id, ...because, at };
  return { progress: { ...goTo(next, at), rounds: roundsAround(progress, step.id) }, reasons: [reason] };
}

/** One message a round. While the gate holds it, or it is on its way, the round has not begun: then it is asked anew. */
function play(look: Look<RepeatStep>, round: PlayRound, scope: Scope): Move {
  const { step, progress, at } = look;
  const chosen = nextItem(round, scope);
  if (chosen === undefined) {
    const text = `Nothing is left in "${round.playlist}" that fits and was not sent.`;
    return leave(look, round.noneLeft === 'end' ? null : step.next, { detail: 'none_left', text });
  }
  const message = playedMessage(step, chosen.item);
  if (message === undefined) throw new Error(`the repeat ${step.id} plays nothing`);
  const behind: Progress = { ...goTo(step.id, at), rounds: nextRound(progress, step.id, at) };
  return sendOrSay(look, message, behind, chosen.item);
}
