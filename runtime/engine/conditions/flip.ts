import type { Expression, Plan, Scalar, Step, Window } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from './condition.js';
import { slopeOf, stillParts } from './slope.js';
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
  if (step.kind === 'repeat' && step.until !== undefined) return [...leaves, step.until];
  return step.kind === 'wait' && step.forCondition !== undefined ? [...leaves, step.forCondition] : leaves;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function collect(expression: Expression, scope: Scope, moments: number[]): void {
  switch (expression.kind) {
    case 'constant':
    case 'attribute':
    case 'entry':
    case 'event':
    case 'account':
    case 'rfm':
    case 'in-list':
    case 'in-campaign':
      return;
    case 'score':
      // It falls with every moment that passes.
      if (expression.part === 'velocity') moments.push(nextHour(scope.now));
      return;
    case 'now':
      moments.push(nextHour(scope.now));
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
      if (velocity(expression.left, expression.right, scope, moments)) return;
      if (onALine(expression.left, expression.right, scope, moments)) return;
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
      const happened = scope.events.filter(({ name }) => name === expression.event);
      collectWindow(expression.window, happened, scope, moments);
      return;
    }
    case 'time-since':
      moments.push(nextHour(scope.now));
      return;
    case 'sent':
      collectWindow(expression.window, scope.sends.filter(({ step }) => step === expression.step), scope, moments);
      return;
    case 'message':
      collectWindow(expression.window, (scope.acts ?? []).filter(({ step }) => step === expression.step), scope, moments);
      return;
    case 'sequence':
      collectWindow(
        expression.window,
        scope.events.filter(({ name }) => expression.events.includes(name)),
        scope,
        moments,
      );
      return;
    case 'segment':
      collect(expression.when, scope, moments);
      return;
    case 'call':
      for (const argument of expression.arguments) collect(argument, scope, moments);
      return;
    default:
      unreachable(expression);
  }
}

function nextHour(now: number): number {
  return Math.floor(now / hourMs) * hourMs + hourMs;
}

/** What happened leaves a rolling window exactly its length later; a window between two moments has its ends. */
function collectWindow(
  window: Window,
  happened: readonly { readonly at: number }[],
  scope: Scope,
  moments: number[],
): void {
  if (window.kind === 'in-last') for (const { at } of happened) moments.push(at + window.ms);
  if (window.kind !== 'between') return;
  for (const bound of [window.from, window.to]) {
    const at = evaluatorOf(bound)(scope);
    if (typeof at === 'number') moments.push(at);
    // An end that moves along with the time is looked at as that says.
    collect(bound, scope, moments);
  }
}

/** `score.velocity > 5` flips when the points are spread over one day too many. */
function velocity(left: Expression, right: Expression, scope: Scope, moments: number[]): boolean {
  const [speed, other] = isVelocity(left) ? [left, right] : [right, left];
  if (!isVelocity(speed) || other.kind !== 'constant' || typeof other.value !== 'number') return false;
  const { fit, pain, since } = scope.score;
  if (since === undefined || other.value <= 0) return true;
  const at = Math.floor(since + ((fit + pain) / other.value) * dayMs);
  // The quotient is rounded: on either side of it one look too many changes nothing.
  moments.push(at, at + 1, at + 2);
  return true;
}

function isVelocity(expression: Expression): boolean {
  return expression.kind === 'score' && expression.part === 'velocity';
}

/** `time since x > 30d` flips at a moment that can be told. */
function timeSince(left: Expression, right: Expression, scope: Scope, moments: number[]): boolean {
  const [since, other] = left.kind === 'time-since' ? [left, right] : [right, left];
  if (since.kind !== 'time-since') return false;
  const limit = stillValue(other, scope);
  if (typeof limit !== 'number') return false;
  const elapsed = evaluatorOf(since)(scope);
  if (typeof elapsed === 'number') {
    const at = Math.ceil(scope.now - elapsed + limit);
    // One ms later as well: `>` flips just after the moment at which `>=` does.
    moments.push(at, at + 1);
  }
  return true;
}

/** `lead.trial_ends_at - now < 3d` flips where the two sides meet, which can be told of straight lines. */
function onALine(left: Expression, right: Expression, scope: Scope, moments: number[]): boolean {
  const [first, second] = [slopeOf(left, scope), slopeOf(right, scope)];
  if (first === undefined || second === undefined || first === second) return false;
  for (const part of [...stillParts(left, scope), ...stillParts(right, scope)]) collect(part, scope, moments);
  const [from, to] = [evaluatorOf(left)(scope), evaluatorOf(right)(scope)];
  if (typeof from !== 'number' || typeof to !== 'number') return true;
  const at = Math.floor(scope.now + (to - from) / (first - second));
  // The quotient is rounded: on either side of it one look too many changes nothing.
  moments.push(at, at + 1, at + 2);
  return true;
}

/** The value of what time alone does not change. */
function stillValue(expression: Expression, scope: Scope): Scalar | undefined {
  const moments: number[] = [];
  collect(expression, scope, moments);
  return moments.length === 0 ? evaluatorOf(expression)(scope) : undefined;
}
