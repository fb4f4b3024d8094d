import type { Expression, Scalar, Window } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { msInWords } from '../../grammar/duration.js';
import type { Scope } from './conditions/scope.js';
import type { Trace } from './conditions/trace.js';
import { trace } from './conditions/trace.js';

/**
 * Says in words what decided a condition: "score.total is 42, needs >= 50".
 *
 * Values of text attributes are left out: they may be personal, and a timeline is kept for long.
 */
export function explain(expression: Expression, scope: Scope): string {
  return tell(trace(expression, scope));
}

function tell({ expression, outcome, parts }: Trace): string {
  switch (expression.kind) {
    case 'and': {
      // What made it fail, or else everything that held.
      const failing = parts.filter((part) => part.outcome !== true);
      const telling = failing.length > 0 ? failing : parts;
      return telling.map(tell).join(' and ');
    }
    case 'or': {
      const holding = parts.filter((part) => part.outcome === true);
      const telling = holding.length > 0 ? holding : parts;
      return telling.map(tell).join(holding.length > 0 ? ' and ' : ' or ');
    }
    case 'not':
      return parts.map(tell).join();
    case 'compare': {
      const value = parts[0]?.outcome;
      const name = nameOf(expression.left);
      if (value === undefined) return missing(expression.left);
      const wanted = outcome === true ? '' : `, needs ${expression.operator} ${nameOf(expression.right)}`;
      return `${name} is ${shown(expression.left, value)}${wanted}`;
    }
    case 'did':
      return `${expression.event} ${outcome === true ? 'happened' : 'did not happen'} ${inWindow(expression.window)}`;
    case 'sent':
      return `${expression.step} was ${outcome === true ? '' : 'not '}sent ${inWindow(expression.window)}`;
    case 'message':
      return `${expression.step} was ${outcome === true ? '' : 'not '}${acts[expression.act]} ${inWindow(expression.window)}`;
    case 'sequence': {
      const happened = outcome === true ? 'came' : 'did not come';
      return `${expression.events.join(', then ')} ${happened} in this order ${inWindow(expression.window)}`;
    }
    case 'in-list':
      return `${expression.subject} is ${outcome === true ? '' : 'not '}on the list ${expression.list}`;
    case 'in-campaign':
      return `lead is ${outcome === true ? '' : 'not '}in the campaign ${expression.campaign}`;
    case 'segment':
      return `lead is ${outcome === true ? '' : 'not '}in ${expression.name}`;
    case 'is-set':
      return `${nameOf(expression.operand)} is ${outcome === true ? '' : 'not '}set`;
    case 'in':
    case 'text-test':
      return outcome === undefined
        ? missing(expression.left)
        : `${nameOf(expression.left)} ${outcome === true ? 'matches' : 'does not match'}`;
    case 'attribute':
    case 'account':
    case 'entry':
    case 'event':
    case 'call':
      return outcome === undefined ? missing(expression) : `${nameOf(expression)} is ${shown(expression, outcome)}`;
    default:
      return nameOf(expression);
  }
}

const acts = { opened: 'opened', clicked: 'clicked', replied: 'answered' } as const;

/** Nothing sets a rank or the answer of a function: they are known, or they are not. */
function missing(expression: Expression): string {
  const isFound = expression.kind === 'rfm' || expression.kind === 'call';
  return `${nameOf(expression)} is not ${isFound ? 'known' : 'set'}`;
}

/** An expression's short name in the author's words. */
function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return typeof expression.value === 'string' ? `"${expression.value}"` : String(expression.value);
    case 'now':
      return 'now';
    case 'attribute':
      return `lead.${expression.name}`;
    case 'entry':
      return `entry.${expression.name}`;
    case 'event':
      return `event.${expression.name}`;
    case 'score':
      return `score.${expression.part}`;
    case 'did':
    case 'count':
      return `${expression.kind}(${expression.event} ${inWindow(expression.window)})`;
    case 'sum':
    case 'latest':
      return `${expression.kind}(${expression.event}.${expression.property} ${inWindow(expression.window)})`;
    case 'time-since':
      return `time since ${expression.event}`;
    case 'sent':
      return `sent(${expression.step})`;
    case 'message':
      return `${expression.act}(${expression.step})`;
    case 'account':
      return `account.${expression.name}`;
    case 'rfm':
      return `rfm.${expression.part}`;
    case 'call':
      return `${expression.function}(…)`;
    case 'segment':
      return `lead in ${expression.name}`;
    case 'in-list':
      return `${expression.subject} in ${expression.list}`;
    case 'in-campaign':
      return `lead in campaign ${expression.campaign}`;
    case 'sequence':
      return `sequence(${expression.events.join(' then ')} ${inWindow(expression.window)})`;
    case 'arithmetic':
      return `${nameOf(expression.left)} ${expression.operator} ${nameOf(expression.right)}`;
    case 'not':
    case 'and':
    case 'or':
    case 'compare':
    case 'text-test':
    case 'is-set':
    case 'in':
      return 'the condition';
    default:
      return unreachable(expression);
  }
}

function shown(expression: Expression, value: Scalar): string {
  if (isDuration(expression) && typeof value === 'number') return msInWords(value);
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return typeof value === 'string' ? 'another' : String(value);
}

function isDuration(expression: Expression): boolean {
  return expression.kind === 'time-since' || (expression.kind === 'rfm' && expression.part === 'latency');
}

function inWindow(window: Window): string {
  switch (window.kind) {
    case 'ever':
      return 'ever';
    case 'since-entry':
      return 'since entry';
    case 'before-entry':
      return 'before entry';
    case 'in-last':
      return `in the last ${msInWords(window.ms)}`;
    case 'between':
      return 'in that time';
    default:
      return unreachable(window);
  }
}
