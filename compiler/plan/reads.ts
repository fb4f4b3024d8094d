import type { Expression, Window } from './ir.js';
import { unreachable } from './ir.js';

/** What an expression looks at. */
export interface Reads {
  readonly events: readonly string[];
  readonly attributes: readonly string[];
  readonly score: boolean;
  /** Attributes of the account. */
  readonly account: readonly string[];
}

export const readsNothing: Reads = { events: [], attributes: [], score: false, account: [] };

export function allReads(parts: readonly Reads[]): Reads {
  return {
    events: sortedUnique(parts.flatMap(({ events }) => events)),
    attributes: sortedUnique(parts.flatMap(({ attributes }) => attributes)),
    score: parts.some(({ score }) => score),
    account: sortedUnique(parts.flatMap(({ account }) => account)),
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
    case 'account':
      return { ...readsNothing, account: [expression.name] };
    case 'rfm':
    case 'in-list':
    case 'in-campaign':
      return readsNothing;
    case 'segment':
      return readsOf(expression.when);
    case 'call':
      return allReads(expression.arguments.map(readsOf));
    case 'sequence':
      return allReads([{ ...readsNothing, events: expression.events }, windowReads(expression.window)]);
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
    case 'message':
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
