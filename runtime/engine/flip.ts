import type { Expression, Plan, Step } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { evaluatorOf } from './condition.js';
import type { Scope } from './scope.js';

/**
 * The earliest moment after `now` at which the expression could change by time alone, or undefined.
 *
 * A superset: looking once too often changes nothing. Where the moment cannot be told (`now` in
 * arithmetic with other values) it is the next full hour.
 */
export function nextFlip(expression: Expression, scope: Scope): number | undefined {
  const moments: number[] = [];
  collect(expression, scope, moments);
  const later = moments.filter((moment) => moment > scope.now);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** The conditions that are watched while a lead rests on the step. */
export function watchedBy(plan: Plan, step: Step): readonly Expression[] {
  const leaves = plan.leave.flatMap((leave) => (leave.kind === 'when' ? [leave.when] : []));
  return step.kind === 'wait' && step.forCondition !== undefined ? [...leaves, step.forCondition] : leaves;
}

const hourMs = 3_600_000;

function collect(expression: Expression, scope: Scope, moments: number[]): void {
  switch (expression.kind) {
    case 'constant':
    case 'attribute':
    case 'entry':
    case 'event':
    case 'score':
      return;
    case 'now':
      moments.push(Math.floor(scope.now / hourMs) * hourMs + hourMs);
      return;
    case 'not':
    case 'is-set':
      collect(expression.operand, scope, moments);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) collect(operand, scope, moments);
      return;
    case 'compare':
      if (timeSince(expression.left, expression.right, scope, moments)) return;
      collect(expression.left, scope, moments);
      collect(expression.right, scope, moments);
      return;
    case 'text-test':
    case 'arithmetic':
      collect(expression.left, scope, moments);
      collect(expression.right, scope, moments);
      return;
    case 'in':
      collect(expression.left, scope, moments);
      return;
    case 'did':
    case 'count':
    case 'sum':
    case 'latest': {
      const { window } = expression;
      if (window.kind === 'in-last') {
        // An event leaves the window exactly its length after it happened.
        for (const event of scope.events) {
          if (event.name === expression.event) moments.push(event.at + window.ms);
        }
      }
      if (window.kind === 'between') {
        for (const bound of [window.from, window.to]) {
          const at = evaluatorOf(bound)(scope);
          if (typeof at === 'number') moments.push(at);
        }
      }
      return;
    }
    case 'time-since':
      moments.push(Math.floor(scope.now / hourMs) * hourMs + hourMs);
      return;
    case 'sent':
      if (expression.window.kind !== 'in-last') return;
      for (const send of scope.sends) {
        if (send.step === expression.step) moments.push(send.at + expression.window.ms);
      }
      return;
    case 'segment':
      collect(expression.when, scope, moments);
      return;
    case 'account':
    case 'rfm':
    case 'message':
    case 'sequence':
    case 'in-list':
    case 'in-campaign':
    case 'call':
      return;
    default:
      unreachable(expression);
  }
}

/** `time since x > 30d` flips at a moment that can be told. */
function timeSince(left: Expression, right: Expression, scope: Scope, moments: number[]): boolean {
  const [since, other] = left.kind === 'time-since' ? [left, right] : [right, left];
  if (since.kind !== 'time-since' || other.kind !== 'constant' || typeof other.value !== 'number') return false;
  const elapsed = evaluatorOf(since)(scope);
  if (typeof elapsed === 'number') {
    const at = scope.now - elapsed + other.value;
    // One ms later as well: `>` flips just after the moment at which `>=` does.
    moments.push(at, at + 1);
  }
  return true;
}
