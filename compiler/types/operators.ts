import type { ArithmeticOperator, CompareOperator, TextOperator } from '../../grammar/ast/expression.js';
import type { Type } from './type.js';

/** `in`: the left side with each value of the list or each end of the range. */
export type Operator = CompareOperator | TextOperator | ArithmeticOperator | 'in' | 'in range';

type Value = 'text' | 'number' | 'boolean' | 'date' | 'timestamp' | 'duration';

/** An enum counts as a text, but not as a `free text`: its values have no order that a plan could know. */
type Operand = Value | 'free text';

export interface Overload {
  readonly operators: readonly Operator[];
  readonly left: Operand;
  readonly right: Operand;
  readonly result: Value;
}

const equality: readonly Operator[] = ['==', '!=', 'in'];
const order: readonly Operator[] = ['<', '<=', '>', '>=', 'in range'];
const ordered: readonly Operator[] = [...equality, ...order];

/**
 * What works on what. Calendar dates have no arithmetic here: `at` has an offset of its own, which
 * knows the lead's zone.
 */
export const overloads: readonly Overload[] = [
  { operators: equality, left: 'text', right: 'text', result: 'boolean' },
  { operators: ['contains', 'starts with', 'ends with'], left: 'text', right: 'text', result: 'boolean' },
  // By Unicode code point, so that it is the same everywhere, whatever the locale.
  { operators: order, left: 'free text', right: 'free text', result: 'boolean' },
  { operators: ['+'], left: 'text', right: 'text', result: 'text' },
  // False before true.
  { operators: ordered, left: 'boolean', right: 'boolean', result: 'boolean' },
  { operators: ordered, left: 'number', right: 'number', result: 'boolean' },
  { operators: ordered, left: 'date', right: 'date', result: 'boolean' },
  { operators: ordered, left: 'timestamp', right: 'timestamp', result: 'boolean' },
  { operators: ordered, left: 'duration', right: 'duration', result: 'boolean' },
  { operators: ['+', '-', '*', '/'], left: 'number', right: 'number', result: 'number' },
  { operators: ['+', '-'], left: 'duration', right: 'duration', result: 'duration' },
  { operators: ['*', '/'], left: 'duration', right: 'number', result: 'duration' },
  { operators: ['*'], left: 'number', right: 'duration', result: 'duration' },
  { operators: ['/'], left: 'duration', right: 'duration', result: 'number' },
  { operators: ['+', '-'], left: 'timestamp', right: 'duration', result: 'timestamp' },
  { operators: ['+'], left: 'duration', right: 'timestamp', result: 'timestamp' },
  { operators: ['-'], left: 'timestamp', right: 'timestamp', result: 'duration' },
];

/** The overload for these operands, or undefined where there is none. */
export function resolve(operator: Operator, left: Type, right: Type): Overload | undefined {
  return overloadsFor(operator, left).find((overload) => operandsOf(right).includes(overload.right));
}

/** Those that take the left side as it is. */
export function overloadsFor(operator: Operator, left: Type): readonly Overload[] {
  const sides = operandsOf(left);
  return overloads.filter((overload) => overload.operators.includes(operator) && sides.includes(overload.left));
}

/** A date literal stands for its midnight (UTC) beside a moment; a stored date has no moment. */
function operandsOf(type: Type): readonly Operand[] {
  switch (type.kind) {
    case 'enum':
      return ['text'];
    case 'text':
      return ['text', 'free text'];
    case 'date':
      return type.literal === undefined ? ['date'] : ['date', 'timestamp'];
    case 'list':
    case 'error':
      return [];
    default:
      return [type.kind];
  }
}
