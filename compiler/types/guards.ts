import type { ExprAst } from '../../grammar/ast/expression.js';
import { guardKey } from './scope.js';

/**
 * The values that must be there when this condition holds (`outcome: true`) or does not.
 *
 * In a denial only tests that are never unknown prove anything: `not (lead.a == 1 and lead.a == 2)`
 * is unknown, not true, for a lead without `a`.
 */
export function guards(condition: ExprAst, outcome: boolean, denied: boolean): ReadonlySet<string> {
  switch (condition.kind) {
    case 'is-set':
      return outcome !== condition.negated ? keysIn([condition.operand]) : none;
    case 'not':
      return guards(condition.operand, !outcome, denied);
    case 'logic': {
      const parts = condition.operands.map((operand) => guards(operand, outcome, denied));
      const allHold = (condition.operator === 'and') === outcome;
      return allHold ? union(parts) : intersection(parts);
    }
    case 'compare':
      return outcome && !denied && condition.operator !== '!=' ? keysIn([condition.left, condition.right]) : none;
    case 'text-test':
      return outcome && !denied ? keysIn([condition.left, condition.right]) : none;
    case 'in':
      return outcome && !denied && !condition.negated ? keysIn([condition.left]) : none;
    case 'path':
      return outcome && !denied ? keysIn([condition]) : none;
    case 'sequence':
      return outcome ? new Set(condition.events.map(({ value }) => `time since ${value}`)) : none;
    case 'history':
      return outcome && condition.function === 'did' ? new Set([`time since ${condition.event.value}`]) : none;
    default:
      return none;
  }
}

const none: ReadonlySet<string> = new Set();

function keysIn(expressions: readonly ExprAst[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(keysOf));
}

function keysOf(expression: ExprAst): readonly string[] {
  if (expression.kind === 'arithmetic') return [...keysOf(expression.left), ...keysOf(expression.right)];
  const key = guardKey(expression);
  return key === undefined ? [] : [key];
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

function intersection(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...others] = sets;
  return new Set([...(first ?? none)].filter((key) => others.every((set) => set.has(key))));
}
