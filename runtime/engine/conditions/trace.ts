import type { Expression, Scalar } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from './condition.js';
import { inOrder } from '../in-order.js';
import type { Scope } from './scope.js';

/** An expression with what it was for one lead, down to the parts that tell why. */
export interface Trace {
  readonly expression: Expression;
  /** Missing where it is unknown. */
  readonly outcome?: Scalar;
  /** In the order they are written; every one was asked, whatever the first ones said. */
  readonly parts: readonly Trace[];
}

/**
 * Evaluates step by step and keeps what it saw. The closures say the same, sooner and without a
 * reason; a law holds both against each other.
 */
export function trace(expression: Expression, scope: Scope): Trace {
  switch (expression.kind) {
    case 'not': {
      const part = trace(expression.operand, scope);
      return traced(expression, typeof part.outcome === 'boolean' ? !part.outcome : undefined, [part]);
    }
    case 'and':
    case 'or': {
      const parts = expression.operands.map((operand) => trace(operand, scope));
      return traced(expression, joined(parts, expression.kind === 'or'), parts);
    }
    case 'compare': {
      const parts = [trace(expression.left, scope), trace(expression.right, scope)];
      return traced(expression, compared(expression.operator, parts[0]?.outcome, parts[1]?.outcome), parts);
    }
    case 'is-set': {
      const part = trace(expression.operand, scope);
      return traced(expression, part.outcome !== undefined, [part]);
    }
    case 'in': {
      const part = trace(expression.left, scope);
      const { outcome } = part;
      return traced(expression, outcome === undefined ? undefined : expression.values.includes(outcome), [part]);
    }
    case 'segment': {
      const part = trace(expression.when, scope);
      return traced(expression, part.outcome, [part]);
    }
    case 'call': {
      const parts = expression.arguments.map((argument) => trace(argument, scope));
      return traced(expression, evaluatorOf(expression)(scope), parts);
    }
    default:
      return traced(expression, evaluatorOf(expression)(scope), []);
  }
}

function traced(expression: Expression, outcome: Scalar | undefined, parts: readonly Trace[]): Trace {
  return { expression, ...(outcome === undefined ? {} : { outcome }), parts };
}

/** One part that decides is enough; else one that is unknown leaves all unknown. */
function joined(parts: readonly Trace[], deciding: boolean): boolean | undefined {
  if (parts.some(({ outcome }) => outcome === deciding)) return deciding;
  return parts.every(({ outcome }) => outcome === !deciding) ? !deciding : undefined;
}

type Operator = Extract<Expression, { kind: 'compare' }>['operator'];

function compared(operator: Operator, left: Scalar | undefined, right: Scalar | undefined): boolean | undefined {
  // Data that breaks its schema is missing data.
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return inOrder(left, right) < 0;
    case '<=':
      return inOrder(left, right) <= 0;
    case '>':
      return inOrder(left, right) > 0;
    case '>=':
      return inOrder(left, right) >= 0;
  }
}
