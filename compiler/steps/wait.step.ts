import type { ExprAst } from '../../grammar/ast/expression.js';
import type { WaitStep } from '../plan/ir.js';
import { lower } from '../plan/lower.js';
import type { Scope } from '../types/scope.js';
import type { StepPlanner } from './step-context.js';
import { frameOf } from './step-context.js';

export const planWait: StepPlanner<'wait'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'wait',
  ...waitedFor(step.for, context.scope),
  ...(step.atMost === undefined ? {} : { atMost: step.atMost.value }),
  then: context.first('then'),
  else: context.first('else'),
});

/** A word alone names an event. */
function waitedFor(what: ExprAst | undefined, scope: Scope): Pick<WaitStep, 'forEvent' | 'forCondition'> {
  if (what === undefined) return {};
  if (what.kind === 'word') return { forEvent: what.value };
  return { forCondition: lower(what, scope) };
}
