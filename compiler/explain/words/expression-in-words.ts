import type { ArithmeticOperator, CompareOperator, ExprAst, MessageAct, PathRoot, TextOperator, WindowAst } from '../../../grammar/ast/expression.js';
import { printNumber } from '../../../grammar/expressions/print-expression.js';
import { unreachable } from '../../plan/ir.js';
import type { Around } from '../around.js';
import type { Sense } from './event-in-words.js';
import { happened, lastHappened, plainName } from './event-in-words.js';
import { dateInWords, lengthInWords, listed, timesInWords } from './numbers-in-words.js';

type Kind = ExprAst['kind'];
type Of<K extends Kind> = Extract<ExprAst, { readonly kind: K }>;

/** A condition behind "if", "until" or "unless": "the lead has not created a project since entering". */
export function conditionInWords(condition: ExprAst, around: Around, sense: Sense = 'holds'): string {
  switch (condition.kind) {
    case 'not':
      return conditionInWords(condition.operand, around, sense === 'holds' ? 'fails' : 'holds');
    case 'logic': {
      const all = listed(condition.operands.map((operand) => bracketed(operand, around)), condition.operator);
      return sense === 'holds' ? all : `it is not so that ${condition.operands.length > 1 ? `(${all})` : all}`;
    }
    case 'compare':
      return comparison(condition, around, sense);
    case 'text-test':
      return `${valueInWords(condition.left, around)} ${textWords[condition.operator][sense]} ${valueInWords(condition.right, around)}`;
    case 'is-set':
      return `${valueInWords(condition.operand, around)} ${condition.negated === (sense === 'holds') ? 'is not known' : 'is known'}`;
    case 'in':
      return membership(condition, around, sense);
    case 'member':
      return `the ${condition.subject.value} is ${condition.negated === (sense === 'holds') ? 'not ' : ''}${groupInWords(condition, around)}`;
    case 'history':
      if (condition.function !== 'did') return truth(valueInWords(condition, around), sense);
      return `${happenedIn(condition, around, sense)}${whereInWords(condition.where, around)}`;
    case 'message':
      return `${messageInWords(condition, sense)} ${windowInWords(condition.window, around)}`;
    case 'sequence': {
      const events = condition.events.map(({ value }) => happened(value, around, 'holds', '')).join(', and then ');
      return `${sense === 'holds' ? '' : 'it is not so that '}${events}, in this order, ${windowInWords(condition.window, around)}`;
    }
    case 'path':
      if (condition.root.value !== 'lead' && condition.root.value !== 'account') return truth(valueInWords(condition, around), sense);
      return `the ${condition.root.value} is ${sense === 'holds' ? '' : 'not '}marked as "${plainName(condition.name.value)}"`;
    case 'boolean':
      return condition.value === (sense === 'holds') ? 'in any case' : 'never';
    case 'word':
    case 'call':
    case 'number':
    case 'text':
    case 'duration':
    case 'date':
    case 'list':
    case 'range':
    case 'now':
    case 'arithmetic':
    case 'time-since':
      return truth(valueInWords(condition, around), sense);
    default:
      return unreachable(condition);
  }
}

/** A value as a noun: "the lead's plan", "three days before now". */
export function valueInWords(value: ExprAst, around: Around): string {
  switch (value.kind) {
    case 'number':
      return printNumber(value.value);
    case 'text':
      return `"${value.value}"`;
    case 'boolean':
      return String(value.value);
    case 'duration':
      return lengthInWords(value.value);
    case 'date':
      return dateInWords(value.value);
    case 'list':
      return listed(value.items.map((item) => valueInWords(item, around)), 'or');
    case 'range':
      return `${valueInWords(value.from, around)} to ${valueInWords(value.to, around)}`;
    case 'now':
      return 'this moment';
    case 'path':
      return pathWords[value.root.value](value.name.value);
    case 'word':
      return `"${value.value}"`;
    case 'arithmetic':
      return arithmetic(value, around);
    case 'history':
      return historyValue(value, around);
    case 'time-since':
      return `the time since ${lastHappened(value.event.value, around)}`;
    case 'call':
      return `${value.name.value}(${value.arguments.map((argument) => valueInWords(argument, around)).join(', ')})`;
    case 'not':
    case 'logic':
    case 'compare':
    case 'text-test':
    case 'is-set':
    case 'in':
    case 'member':
    case 'message':
    case 'sequence':
      return `whether ${conditionInWords(value, around)}`;
    default:
      return unreachable(value);
  }
}

/** "since entering", "within the last seven days"; nothing for `ever`, which stands beside the verb. */
export function windowInWords(window: WindowAst, around: Around): string {
  switch (window.kind) {
    case 'ever':
      return 'at any time';
    case 'since-entry':
      return 'since entering';
    case 'before-entry':
      return 'before entering';
    case 'in-last':
      return `within the last ${lengthInWords(window.duration).replace(/^one /, '')}`;
    case 'between':
      return `between ${valueInWords(window.from, around)} and ${valueInWords(window.to, around)}`;
    default:
      return unreachable(window);
  }
}

/** For the end of a sentence: " (only where the event's path is "/pricing")". */
export function whereInWords(where: ExprAst | undefined, around: Around): string {
  return where === undefined ? '' : ` (only where ${conditionInWords(where, around)})`;
}

const textWords: Readonly<Record<TextOperator, Readonly<Record<Sense, string>>>> = {
  contains: { holds: 'contains', fails: 'does not contain' },
  'starts with': { holds: 'starts with', fails: 'does not start with' },
  'ends with': { holds: 'ends with', fails: 'does not end with' },
};

const scoreWords: Readonly<Record<string, string>> = {
  fit: 'the fit score',
  pain: 'the pain score',
  total: 'the score',
  velocity: 'the speed at which the score grows',
};

const rfmWords: Readonly<Record<string, string>> = {
  r: 'the class of how recent the purchases are',
  f: 'the class of how frequent the purchases are',
  m: 'the class of how much the purchases are worth',
  rank: 'the rank among customers',
  latency: 'the usual time between purchases',
};

const pathWords: Readonly<Record<PathRoot, (name: string) => string>> = {
  lead: (name) => `the lead's ${nounOf(name)}`,
  account: (name) => `the account's ${nounOf(name)}`,
  entry: (name) => `the ${nounOf(name)} of the event it entered with`,
  event: (name) => `the event's ${nounOf(name)}`,
  score: (name) => scoreWords[name] ?? `the score's ${plainName(name)}`,
  rfm: (name) => rfmWords[name] ?? `the ${plainName(name)} of its purchases`,
};

/** A name that is no noun, `trial_ends_at`, stands in quotes. */
function nounOf(name: string): string {
  const words = plainName(name);
  return /^(?:old|new|is .*|has .*|.* (?:at|on|by|in))$/.test(words) ? `"${words}"` : words;
}

/** Without a value there is no order either, so a comparison that fails is the opposite one. */
const opposite: Readonly<Record<CompareOperator, CompareOperator>> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };
const ofNumbers: Readonly<Record<CompareOperator, string>> = {
  '==': 'is', '!=': 'is not', '<': 'is less than', '<=': 'is at most', '>': 'is more than', '>=': 'is at least',
};
const ofMoments: Readonly<Record<CompareOperator, string>> = {
  '==': 'is', '!=': 'is not', '<': 'is before', '<=': 'is not after', '>': 'is after', '>=': 'is not before',
};
const ofCounts: Readonly<Record<CompareOperator, string>> = {
  '==': 'exactly', '!=': 'a number of times that is not', '<': 'fewer than', '<=': 'at most', '>': 'more than', '>=': 'at least',
};

function comparison({ left, right, operator }: Of<'compare'>, around: Around, sense: Sense): string {
  const real = sense === 'holds' ? operator : opposite[operator];
  if (right.kind === 'boolean' && left.kind === 'path' && (real === '==' || real === '!=')) {
    return conditionInWords(left, around, right.value === (real === '==') ? 'holds' : 'fails');
  }
  if (left.kind === 'history' && left.function === 'count' && right.kind === 'number' && real !== '!=') {
    const often = right.value === 0 ? '0 times' : timesInWords(right.value);
    return `${happenedIn(left, around, 'holds', `${ofCounts[real]} ${often}`)}${whereInWords(left.where, around)}`;
  }
  const words = isMoment(left, around) || isMoment(right, around) ? ofMoments : ofNumbers;
  return `${valueInWords(left, around)} ${words[real]} ${valueInWords(right, around)}`;
}

function isMoment(value: ExprAst, around: Around): boolean {
  switch (value.kind) {
    case 'now':
    case 'date':
      return true;
    case 'path': {
      const type = around.types.get(`${value.root.value}.${value.name.value}`);
      return type === 'date' || type === 'timestamp';
    }
    case 'arithmetic':
      return isMoment(value.left, around) !== isMoment(value.right, around);
    default:
      return false;
  }
}

function membership({ left, right, negated }: Of<'in'>, around: Around, sense: Sense): string {
  const inside = negated !== (sense === 'holds');
  const what = valueInWords(left, around);
  if (right.kind === 'range') {
    return `${what} is ${inside ? '' : 'not '}from ${valueInWords(right.from, around)} to ${valueInWords(right.to, around)}`;
  }
  if (right.kind === 'list') return `${what} is ${inside ? '' : 'not '}${valueInWords(right, around)}`;
  return `${what} is ${inside ? '' : 'not '}among ${valueInWords(right, around)}`;
}

function groupInWords({ of, name }: Of<'member'>, around: Around): string {
  if (of === 'campaign') return `in the campaign "${name.value}"`;
  if (around.lists.has(name.value)) return `on the list "${name.value}"`;
  return around.segments.has(name.value) ? `in the segment "${name.value}"` : `in "${name.value}"`;
}

function happenedIn({ event, window }: Of<'history'>, around: Around, sense: Sense, often = ''): string {
  const ever = window.kind === 'ever';
  const when = ever ? '' : windowInWords(window, around);
  return happened(event.value, around, sense, [often, when].filter((part) => part !== '').join(' '), ever && often === '');
}

function historyValue(history: Of<'history'>, around: Around): string {
  const { event, property, window, where } = history;
  const of = `${property === undefined ? '' : `the ${plainName(property.value)} of `}"${plainName(event.value)}"`;
  const when = `${windowInWords(window, around)}${whereInWords(where, around)}`;
  switch (history.function) {
    case 'did':
      return `whether ${conditionInWords(history, around)}`;
    case 'count':
      return `how often ${happenedIn(history, around, 'holds')}${whereInWords(where, around)}`;
    case 'sum':
      return `the sum of ${of} ${when}`;
    case 'latest':
      return `the latest value of ${of} ${when}`;
    default:
      return unreachable(history.function);
  }
}

const messageWords: Readonly<Record<MessageAct, Readonly<Record<Sense, (message: string) => string>>>> = {
  sent: { holds: (message) => `${message} has been sent`, fails: (message) => `${message} has not been sent` },
  opened: { holds: (message) => `the lead has opened ${message}`, fails: (message) => `the lead has not opened ${message}` },
  clicked: { holds: (message) => `the lead has clicked in ${message}`, fails: (message) => `the lead has not clicked in ${message}` },
  replied: { holds: (message) => `the lead has replied to ${message}`, fails: (message) => `the lead has not replied to ${message}` },
};

function messageInWords({ act, campaign, step }: Of<'message'>, sense: Sense): string {
  const of = campaign === undefined ? '' : ` of the campaign "${campaign.value}"`;
  return messageWords[act][sense](`the message "${step.value}"${of}`);
}

function arithmetic({ operator, left, right }: Of<'arithmetic'>, around: Around): string {
  const one = operand(left, around);
  const other = operand(right, around);
  if (right.kind === 'duration' && operator === '-') return `${other} before ${one}`;
  if (right.kind === 'duration' && operator === '+') return `${other} after ${one}`;
  return `${one} ${arithmeticWords[operator]} ${other}`;
}

const arithmeticWords: Readonly<Record<ArithmeticOperator, string>> = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by' };

function operand(value: ExprAst, around: Around): string {
  const words = valueInWords(value, around);
  return value.kind === 'arithmetic' || value.kind === 'history' ? `(${words})` : words;
}

function bracketed(condition: ExprAst, around: Around): string {
  const words = conditionInWords(condition, around);
  return condition.kind === 'logic' ? `(${words})` : words;
}

function truth(value: string, sense: Sense): string {
  return `${value} is ${sense === 'holds' ? 'true' : 'not true'}`;
}
