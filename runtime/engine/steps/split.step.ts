import type { Arm, SplitStep } from '../../../compiler/plan/ir.js';
import { armOf, winnerDueAt } from '../choice/split-arm.js';
import { printLocal } from '../time/civil-time.js';
import { punctual } from '../time/punctual.js';
import type { Effect } from '../types.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Goes into an arm by lot; who is in none waits for the winner, which is decided once for everybody. */
export function takeSplit(look: Look<SplitStep>): Move {
  const { plan, step, facts, at } = look;
  const own = armOf(step, plan.campaign, facts.lead.id);
  if (own === undefined) return awaitWinner(look);
  return { ...into(look, own, `Arm "${own.name}", by lot.`, at), effects: began(look) };
}

function awaitWinner(look: Look<SplitStep>): Move {
  const { step, progress, facts, now, at, planned } = look;
  const { best } = step;
  if (best === undefined) throw new Error(`nothing says how the winner of ${step.id} is found`);
  const standing = facts.splits?.[step.id];
  if (standing?.winner !== undefined) {
    const { arm, text } = standing.winner;
    // An arm that was renamed since is the one of `else`.
    const winner = step.arms.find(({ name }) => name === arm) ?? step.arms.find(({ name }) => name === best.else);
    if (winner === undefined) throw new Error(`the split ${step.id} has no arm ${best.else}`);
    const due = winnerDueAt(best, standing, facts.workspace);
    return into(look, winner, text, planned <= due ? punctual(due, now) : at);
  }
  const until = winnerDueAt(best, standing ?? { beganAt: planned }, facts.workspace);
  const { zone } = facts.workspace;
  const text = `Waits for the winner, until ${printLocal(zone, until)} ${zone}.`;
  return {
    progress: { ...progress, noted: true },
    effects: began(look),
    reasons: progress.noted === true ? [] : [{ code: 'waiting', step: step.id, text, at: now }],
    rest: { kind: 'wait', until },
  };
}

function into({ step }: Look<SplitStep>, arm: Arm, text: string, at: number): Move {
  return {
    progress: goTo(arm.first, at),
    reasons: [{ code: 'branch', step: step.id, detail: arm.name, text, at }],
  };
}

/** Says that the time until the winner runs from now on, unless that is known; who is held out measures nothing. */
function began({ step, progress, facts, at }: Look<SplitStep>): readonly Effect[] {
  if (step.best === undefined || progress.heldOut !== undefined) return [];
  const isKnown = facts.splits === undefined ? progress.noted === true : facts.splits[step.id] !== undefined;
  return isKnown ? [] : [{ kind: 'split-began', step: step.id, at }];
}
