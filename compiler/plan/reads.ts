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
  const reading = parts.filter((part) => part !== readsNothing);
  if (reading.length === 0) return readsNothing;
  return {
    events: together(reading.map(({ events }) => events)),
    attributes: together(reading.map(({ attributes }) => attributes)),
    score: reading.some(({ score }) => score),
    account: together(reading.map(({ account }) => account)),
  };
}

function together(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0);
  return others.length === 0 && first.length < 2 ? first : sortedUnique([first, ...others].flat());
}

export function readsOf(expression: Expression): Reads {
  const found: Found = { events: [], attributes: [], score: false, account: [] };
  addReads(expression, found);
  const { events, attributes, score, account } = found;
  if (events.length === 0 && attributes.length === 0 && !score && account.length === 0) return readsNothing;
  return { events: together([events]), attributes: together([attributes]), score, account: together([account]) };
}

/** What is read, in any order and number, while an expression is walked through. */
interface Found {
  readonly events: string[];
  readonly attributes: string[];
  score: boolean;
  readonly account: string[];
}

function addReads(expression: Expression, found: Found): void {
  switch (expression.kind) {
    case 'constant':
    case 'now':
    case 'entry':
    case 'event':
    case 'rfm':
    case 'in-list':
    case 'in-campaign':
      return;
    case 'attribute':
      found.attributes.push(expression.name);
      return;
    case 'account':
      found.account.push(expression.name);
      return;
    case 'segment':
      addReads(expression.when, found);
      return;
    case 'call':
      for (const argument of expression.arguments) addReads(argument, found);
      return;
    case 'sequence':
      found.events.push(...expression.events);
      addWindowReads(expression.window, found);
      return;
    case 'score':
      found.score = true;
      return;
    case 'not':
    case 'is-set':
      addReads(expression.operand, found);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) addReads(operand, found);
      return;
    case 'compare':
    case 'text-test':
    case 'arithmetic':
      addReads(expression.left, found);
      addReads(expression.right, found);
      return;
    case 'in':
      addReads(expression.left, found);
      return;
    case 'did':
    case 'count':
    case 'sum':
    case 'latest':
      found.events.push(expression.event);
      addWindowReads(expression.window, found);
      if (expression.where !== undefined) addReads(expression.where, found);
      return;
    case 'time-since':
      found.events.push(expression.event);
      return;
    case 'sent':
    case 'message':
      addWindowReads(expression.window, found);
      return;
    default:
      unreachable(expression);
  }
}

function addWindowReads(window: Window, found: Found): void {
  if (window.kind !== 'between') return;
  addReads(window.from, found);
  addReads(window.to, found);
}

export function sortedUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
