import { expect, test } from 'vitest';
import type { Expression } from '../../compiler/plan/ir.js';
import { evaluatorOf } from '../../runtime/engine/conditions/condition.js';
import type { Scope } from '../../runtime/engine/conditions/scope.js';
import { trace } from '../../runtime/engine/conditions/trace.js';

type Truth = 'true' | 'false' | 'unknown';

/** Left, right, `and`, `or`; and beside it what `not` makes of the left. */
const table: readonly (readonly [Truth, Truth, Truth, Truth])[] = [
  ['true', 'true', 'true', 'true'],
  ['true', 'false', 'false', 'true'],
  ['true', 'unknown', 'unknown', 'true'],
  ['false', 'true', 'false', 'true'],
  ['false', 'false', 'false', 'false'],
  ['false', 'unknown', 'false', 'unknown'],
  ['unknown', 'true', 'unknown', 'true'],
  ['unknown', 'false', 'false', 'unknown'],
  ['unknown', 'unknown', 'unknown', 'unknown'],
];

const denial = [
  ['true', 'false'],
  ['false', 'true'],
  ['unknown', 'unknown'],
] as const;

const scope: Scope = {
  campaign: 'demo',
  attributes: { yes: true, no: false },
  score: { fit: 0, pain: 0 },
  now: 0,
  events: [],
  sends: [],
};

test.each(table)('%s and %s is %s, joined by or it is %s', (left, right, both, either) => {
  // As a value, and as the comparison that has a closure of its own.
  for (const of of [valueOf, comparisonOf]) {
    expect(saidOf({ kind: 'and', operands: [of(left), of(right)] })).toEqual([both, both]);
    expect(saidOf({ kind: 'or', operands: [of(left), of(right)] })).toEqual([either, either]);
    // What is joined to it by the same word once more changes nothing.
    expect(saidOf({ kind: 'and', operands: [of(left), of(right), of('true')] })).toEqual([both, both]);
    expect(saidOf({ kind: 'or', operands: [of('false'), of(left), of(right), of('false')] })).toEqual([either, either]);
  }
});

test.each(denial)('not %s is %s', (operand, outcome) => {
  expect(saidOf({ kind: 'not', operand: valueOf(operand) })).toEqual([outcome, outcome]);
  expect(saidOf({ kind: 'not', operand: comparisonOf(operand) })).toEqual([outcome, outcome]);
});

/** By the closure and by the trace. */
function saidOf(expression: Expression): readonly Truth[] {
  return [evaluatorOf(expression)(scope), trace(expression, scope).outcome].map((value) =>
    value === true ? 'true' : value === false ? 'false' : 'unknown',
  );
}

function valueOf(truth: Truth): Expression {
  const name = { true: 'yes', false: 'no', unknown: 'missing' }[truth];
  return { kind: 'attribute', name, type: 'boolean' };
}

function comparisonOf(truth: Truth): Expression {
  return { kind: 'compare', operator: '==', left: valueOf(truth), right: { kind: 'constant', value: true } };
}
