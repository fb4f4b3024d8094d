import type { ArithmeticOperator, CompareOperator } from '../../grammar/ast/expression.js';
import type { Type } from './type.js';

type Kind = Type['kind'];

const anyComparison: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const equality: readonly CompareOperator[] = ['==', '!='];

/** What may be compared with itself, and how. An enum counts as a text, a date literal as a moment beside one. */
export const comparisons: Readonly<Record<Exclude<Kind, 'error' | 'list' | 'enum'>, readonly CompareOperator[]>> = {
  text: equality,
  boolean: equality,
  number: anyComparison,
  date: anyComparison,
  timestamp: anyComparison,
  duration: anyComparison,
};

type Computable = 'number' | 'duration' | 'timestamp';

interface Overload {
  readonly operators: readonly ArithmeticOperator[];
  readonly left: Computable;
  readonly right: Computable;
  readonly result: Computable;
}

/** Calendar dates have no arithmetic here: `at` has an offset of its own, which knows the lead's zone. */
export const arithmetic: readonly Overload[] = [
  { operators: ['+', '-', '*', '/'], left: 'number', right: 'number', result: 'number' },
  { operators: ['+', '-'], left: 'duration', right: 'duration', result: 'duration' },
  { operators: ['*', '/'], left: 'duration', right: 'number', result: 'duration' },
  { operators: ['*'], left: 'number', right: 'duration', result: 'duration' },
  { operators: ['/'], left: 'duration', right: 'duration', result: 'number' },
  { operators: ['+', '-'], left: 'timestamp', right: 'duration', result: 'timestamp' },
  { operators: ['-'], left: 'timestamp', right: 'timestamp', result: 'duration' },
];
