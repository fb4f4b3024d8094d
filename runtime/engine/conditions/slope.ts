import type { Expression } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from './condition.js';
import type { Scope } from './scope.js';

/**
 * How fast a number grows with time alone: 1 goes with the clock, 0 stands still between events.
 * Undefined where it goes along no straight line that can be told.
 */
export function slopeOf(expression: Expression, scope: Scope): number | undefined {
  switch (expression.kind) {
    case 'now':
    case 'time-since':
      return 1;
    case 'arithmetic': {
      const [left, right] = [slopeOf(expression.left, scope), slopeOf(expression.right, scope)];
      if (left === undefined || right === undefined) return undefined;
      switch (expression.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return right === 0 ? times(left, expression.right, scope) : left === 0 ? times(right, expression.left, scope) : undefined;
        case '/':
          return right === 0 ? over(left, expression.right, scope) : undefined;
      }
      return undefined;
    }
    case 'score':
      return expression.part === 'velocity' ? undefined : 0;
    case 'call':
      return undefined;
    default:
      return 0;
  }
}

/** The parts of it that stand still: what else could change them has to be watched by itself. */
export function stillParts(expression: Expression, scope: Scope): readonly Expression[] {
  if (slopeOf(expression, scope) === 0) return [expression];
  return expression.kind === 'arithmetic' ? [...stillParts(expression.left, scope), ...stillParts(expression.right, scope)] : [];
}

function times(slope: number, factor: Expression, scope: Scope): number | undefined {
  if (slope === 0) return 0;
  const value = evaluatorOf(factor)(scope);
  return typeof value === 'number' ? slope * value : undefined;
}

function over(slope: number, divisor: Expression, scope: Scope): number | undefined {
  if (slope === 0) return 0;
  const value = evaluatorOf(divisor)(scope);
  return typeof value === 'number' && value !== 0 ? slope / value : undefined;
}
