import type { IfStep } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { scopeOf } from '../conditions/scope.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** One question, two ways on; what is unknown takes `else`. */
export function takeIf({ plan, step, facts, now, at }: Look<IfStep>): Move {
  const scope = scopeOf(plan.campaign, facts, now);
  const way = matches(step.when, scope) ? 'then' : 'else';
  const text = `${way === 'then' ? 'Yes' : 'No'}: ${explain(step.when, scope)}.`;
  return {
    progress: goTo(step[way], at),
    reasons: [{ code: 'branch', step: step.id, detail: way, text, at }],
  };
}
