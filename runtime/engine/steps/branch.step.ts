import type { BranchStep } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../conditions/condition.js';
import { scopeOf } from '../conditions/scope.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** The steps of the value; of one without any, and of a missing one, those of `else`. */
export function takeBranch({ plan, step, facts, now, at }: Look<BranchStep>): Move {
  const value = evaluatorOf(step.on)(scopeOf(plan.campaign, facts, now));
  const name = value === undefined ? undefined : String(value);
  const way = name === undefined || !Object.hasOwn(step.cases, name) ? undefined : name;
  const next = way === undefined ? step.else : (step.cases[way] ?? null);
  const text = way === undefined ? `Went by else: ${name === undefined ? 'the value is missing' : 'the value has no case'}.` : `Went by "${way}".`;
  return { progress: goTo(next, at), reasons: [{ code: 'branch', step: step.id, detail: way ?? 'else', text, at }] };
}
