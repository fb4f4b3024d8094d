import type { Expression, Window } from './ir.js';
import { unreachable } from './ir.js';

/** What an expression looks at. */
export interface Reads {
  readonly events: readonly string[];
  readonly attributes: readonly string[];
  readonly score: boolean;
}

export const readsNothing: Reads = { events: [], attributes: [], score: false };

export function allReads(parts: readonly Reads[]): Reads {
  return {
    events: sortedUnique(parts.flatMap(({ events }) => events)),
    attributes: sortedUnique(parts.flatMap(({ attributes }) => attributes)),
    score: parts.some(({ score }) => score),
  };
}

export function readsOf(expression: Expression): Reads {
  switch (expression.kind) {
    case 'constant':
    case 'now':
    case 'entry':
    case 'event':
      return readsNothing;
    case 'attribute':
      return { ...readsNothing, attributes: [expression.name] };
    case 'score':
      return { ...readsNothing, score: true };
    case 'not':
    case 'is-set':
      return readsOf(expression.operand);
    case 'and':
    case 'or':
      return allReads(expression.operands.map(readsOf));
    case 'compare':
    case 'text-test':
    case 'arithmetic':
      return allReads([readsOf(expression.left), readsOf(expression.right)]);
    case 'in':
      return readsOf(expression.left);
    case 'did':
    case 'count':
    case 'sum':
    case 'latest': {
      const where = expression.where === undefined ? [] : [readsOf(expression.where)];
      return allReads([{ ...readsNothing, events: [expression.event] }, windowReads(expression.window), ...where]);
    }
    case 'time-since':
      return { ...readsNothing, events: [expression.event] };
    case 'sent':
      return windowReads(expression.window);
    default:
      return unreachable(expression);
  }
}

function windowReads(window: Window): Reads {
  return window.kind === 'between' ? allReads([readsOf(window.from), readsOf(window.to)]) : readsNothing;
}

export function sortedUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
