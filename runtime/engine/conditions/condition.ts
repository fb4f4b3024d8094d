import type { Expression, RfmPart, Scalar, ScorePart, ValueType, Window } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { attributeTest, joinedTests, singleTest } from './attribute-tests.js';
import type { FoldedEvents, PastAct } from '../further-facts.js';
import { inOrder } from '../in-order.js';
import type { Scope } from './scope.js';
import { isSinceEntry } from './scope.js';
import type { PastEvent, PastSend, Score } from '../types.js';

/**
 * Expressions as closures, built once for each expression of a plan.
 *
 * A value that is missing is `undefined`, unknown in Kleene's logic. No evaluation throws, loops
 * without end or reads a clock.
 */
export type Evaluate = (scope: Scope) => Scalar | undefined;

const built = new WeakMap<Expression, Evaluate>();

/** The closure of an expression; built at the first call, then remembered with the plan. */
export function evaluatorOf(expression: Expression): Evaluate {
  const known = built.get(expression);
  if (known !== undefined) return known;
  const evaluate = build(expression);
  built.set(expression, evaluate);
  return evaluate;
}

/** Unknown does not match. */
export function matches(expression: Expression, scope: Scope): boolean {
  return evaluatorOf(expression)(scope) === true;
}

function build(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'now':
      return (scope) => scope.now;
    case 'attribute': {
      const { name, type } = expression;
      const fallback = expression.default === undefined ? undefined : readValue(expression.default, type);
      return (scope) => readValue(scope.attributes[name], type) ?? fallback;
    }
    case 'entry': {
      const { name, type } = expression;
      const fallback = expression.default === undefined ? undefined : readValue(expression.default, type);
      return (scope) => readValue(scope.entry?.properties[name], type) ?? fallback;
    }
    case 'event': {
      const { name, type } = expression;
      const fallback = expression.default === undefined ? undefined : readValue(expression.default, type);
      return (scope) => readValue(scope.event?.properties[name], type) ?? fallback;
    }
    case 'account': {
      const { name, type } = expression;
      const fallback = expression.default === undefined ? undefined : readValue(expression.default, type);
      // The default is of an account that lacks the attribute, not of a lead that lacks the account.
      return ({ account }) => account && (readValue(account.attributes[name], type) ?? fallback);
    }
    case 'score':
      return scoreReader(expression.part);
    case 'rfm':
      return rfmReader(expression.part);
    case 'not': {
      const operand = evaluatorOf(expression.operand);
      return (scope) => negate(operand(scope));
    }
    case 'and':
      return joinedAttributes(expression.operands, false) ?? all(expression.operands.map(evaluatorOf));
    case 'or':
      return joinedAttributes(expression.operands, true) ?? any(expression.operands.map(evaluatorOf));
    case 'compare': {
      const direct = attributeTest(expression);
      if (direct !== undefined) return singleTest(direct);
      const left = evaluatorOf(expression.left);
      const right = evaluatorOf(expression.right);
      const test = comparisons[expression.operator];
      return (scope) => both(left(scope), right(scope), test);
    }
    case 'text-test': {
      const left = evaluatorOf(expression.left);
      const right = evaluatorOf(expression.right);
      const test = textTests[expression.operator];
      return (scope) => {
        const [whole, part] = [left(scope), right(scope)];
        return typeof whole === 'string' && typeof part === 'string' ? test(whole, part) : undefined;
      };
    }
    case 'is-set': {
      const operand = evaluatorOf(expression.operand);
      return (scope) => operand(scope) !== undefined;
    }
    case 'in': {
      const left = evaluatorOf(expression.left);
      const values = new Set<Scalar>(expression.values);
      return (scope) => {
        const value = left(scope);
        return value === undefined ? undefined : values.has(value);
      };
    }
    case 'arithmetic': {
      const left = evaluatorOf(expression.left);
      const right = evaluatorOf(expression.right);
      const compute = arithmetic[expression.operator];
      return (scope) => {
        const [first, second] = [left(scope), right(scope)];
        if (typeof first === 'string' && typeof second === 'string') return first + second;
        if (typeof first !== 'number' || typeof second !== 'number') return undefined;
        return finite(compute(first, second));
      };
    }
    case 'did': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const folded = foldedOf(expression);
      return (scope) => {
        const found = past(scope);
        return found === undefined ? undefined : found.length > 0 || folded(scope) !== undefined;
      };
    }
    case 'count': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const folded = foldedOf(expression);
      return (scope) => {
        const found = past(scope);
        return found === undefined ? undefined : found.length + (folded(scope)?.count ?? 0);
      };
    }
    case 'sum': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const { property } = expression;
      const folded = foldedOf(expression);
      const fallback = numberIn(expression.default, 0);
      return (scope) => {
        const before = folded(scope)?.sums[property] ?? 0;
        return finite(past(scope)?.reduce((total, { properties }) => total + numberIn(properties[property], fallback), before));
      };
    }
    case 'latest': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const { property, type } = expression;
      const folded = foldedOf(expression);
      const fallback = expression.default === undefined ? undefined : readValue(expression.default, type);
      return (scope) => {
        const last = past(scope)?.at(-1) ?? folded(scope);
        return last === undefined ? undefined : (readValue(last.properties[property], type) ?? fallback);
      };
    }
    case 'time-since': {
      const past = pastOf(expression.event, { kind: 'ever' }, undefined);
      const folded = foldedOf({ event: expression.event, window: { kind: 'ever' } });
      return (scope) => {
        const last = past(scope)?.at(-1)?.at ?? folded(scope)?.latestAt;
        return last === undefined ? undefined : scope.now - last;
      };
    }
    case 'sent': {
      const windowIn = windowOf(expression.window);
      const { campaign, step } = expression;
      return (scope) => {
        const within = windowIn(scope);
        return within && scope.sends.some((send) => isSent(send, campaign, step, scope.campaign) && within(asEvent(send.at)));
      };
    }
    case 'message': {
      const windowIn = windowOf(expression.window);
      const { act, campaign, step } = expression;
      return (scope) => {
        const within = windowIn(scope);
        const isMeant = (past: PastAct): boolean => past.act === act && past.campaign === campaign && past.step === step;
        return within && (scope.acts ?? []).some((past) => isMeant(past) && past.at <= scope.now && within(asEvent(past.at)));
      };
    }
    case 'sequence': {
      const windowIn = windowOf(expression.window);
      const { events } = expression;
      return (scope) => {
        const within = windowIn(scope);
        return within && cameInOrder(events, scope, within);
      };
    }
    case 'segment':
      return evaluatorOf(expression.when);
    case 'in-list': {
      const { list } = expression;
      return ({ lists }) => lists?.has(list) === true;
    }
    case 'in-campaign': {
      const { campaign } = expression;
      return ({ campaigns }) => campaigns?.has(campaign) === true;
    }
    case 'call':
      return callOf(expression);
    default:
      return unreachable(expression);
  }
}

/** A stored value as its declared type; anything else is as good as missing. */
export function readValue(raw: unknown, type: ValueType): Scalar | undefined {
  switch (type) {
    case 'text':
      return typeof raw === 'string' ? raw : undefined;
    case 'number':
      return typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined;
    case 'boolean':
      return typeof raw === 'boolean' ? raw : undefined;
    case 'date':
      return typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}/.test(raw) ? raw.slice(0, 10) : undefined;
    case 'timestamp': {
      if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
      const ms = typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
      return Number.isNaN(ms) ? undefined : ms;
    }
    default:
      return unreachable(type);
  }
}

function scoreReader(part: ScorePart): Evaluate {
  switch (part) {
    case 'fit':
      return (scope) => scope.score.fit;
    case 'pain':
      return (scope) => scope.score.pain;
    case 'total':
      return (scope) => scope.score.fit + scope.score.pain;
    case 'velocity':
      return ({ score, now }) => velocityOf(score, now);
    default:
      return unreachable(part);
  }
}

const dayMs = 86_400_000;

/** Points per day since the first touch, at least a day ago (domain.md S-17). */
function velocityOf({ fit, pain, since }: Score, now: number): number {
  return (fit + pain) / Math.max(1, (now - (since ?? now)) / dayMs);
}

function rfmReader(part: RfmPart): Evaluate {
  return part === 'latency' ? ({ rfm }) => rfm?.latencyMs : ({ rfm }) => rfm?.[part];
}

/** An argument that is unknown makes the answer unknown; so does a function that fails, or is not there. */
function callOf(call: Extract<Expression, { kind: 'call' }>): Evaluate {
  const operands = call.arguments.map(evaluatorOf);
  return (scope) => {
    const answer = scope.functions?.get(call.function);
    const values = operands.flatMap((operand) => operand(scope) ?? []);
    if (answer === undefined || values.length < operands.length) return undefined;
    try {
      return readValue(answer(values), call.type);
    } catch {
      return undefined;
    }
  };
}

/** The events one after the other, each after the one before it: the earliest that fits is taken. */
function cameInOrder(names: readonly string[], { events, now }: Scope, within: Within): boolean {
  let next = 0;
  for (const event of events) {
    if (event.name !== names[next] || event.at > now || !within(event)) continue;
    next += 1;
    if (next === names.length) return true;
  }
  return false;
}

function negate(value: Scalar | undefined): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
}

function joinedAttributes(operands: readonly Expression[], deciding: boolean): Evaluate | undefined {
  const tests = operands.flatMap((operand) => attributeTest(operand) ?? []);
  return tests.length === operands.length ? joinedTests(tests, deciding) : undefined;
}

function all(operands: readonly Evaluate[]): Evaluate {
  return (scope) => {
    let known = true;
    for (const operand of operands) {
      const value = operand(scope);
      if (value === false) return false;
      if (value !== true) known = false;
    }
    return known ? true : undefined;
  };
}

function any(operands: readonly Evaluate[]): Evaluate {
  return (scope) => {
    let known = true;
    for (const operand of operands) {
      const value = operand(scope);
      if (value === true) return true;
      if (value !== false) known = false;
    }
    return known ? false : undefined;
  };
}

type Test = (left: Scalar, right: Scalar) => boolean;

const comparisons: Record<'==' | '!=' | '<' | '<=' | '>' | '>=', Test> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => inOrder(left, right) < 0,
  '<=': (left, right) => inOrder(left, right) <= 0,
  '>': (left, right) => inOrder(left, right) > 0,
  '>=': (left, right) => inOrder(left, right) >= 0,
};

/** Values of two types cannot be compared: data that breaks its schema is missing data. */
function both(left: Scalar | undefined, right: Scalar | undefined, test: Test): boolean | undefined {
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  return test(left, right);
}

const textTests: Record<'contains' | 'starts with' | 'ends with', (whole: string, part: string) => boolean> = {
  contains: (whole, part) => whole.includes(part),
  'starts with': (whole, part) => whole.startsWith(part),
  'ends with': (whole, part) => whole.endsWith(part),
};

const arithmetic: Record<'+' | '-' | '*' | '/', (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** Division by zero and overflow are unknown: nothing infinite is compared. */
function finite(value: number | undefined): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function numberIn(raw: unknown, fallback: number): number {
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : fallback;
}

function isSent(send: PastSend, campaign: string, step: string, own: string): boolean {
  const named = (send.campaign === campaign && send.step === step) || send.also?.includes(`${campaign}/${step}`) === true;
  return named && (send.state === 'sent' || send.state === 'unknown' || isWithheld(send, own));
}

/** Within its own campaign: who is held out walks the path of those who are not. */
function isWithheld({ state, campaign }: PastSend, own: string): boolean {
  return state === 'held_out' && campaign === own;
}

/** In the moment of the entry, a message comes after it. */
function asEvent(at: number): PastEvent {
  return { seq: Number.MAX_SAFE_INTEGER, name: '', at, properties: {} };
}

type Past = (scope: Scope) => readonly PastEvent[] | undefined;

/** The events, oldest first; unknown where nobody knows from when to when. */
function pastOf(name: string, window: Window, where: Expression | undefined): Past {
  const windowIn = windowOf(window);
  const condition = where === undefined ? undefined : evaluatorOf(where);
  return (scope) => {
    const within = windowIn(scope);
    return (
      within &&
      scope.events.filter(
        (event) =>
          event.name === name &&
          event.at <= scope.now &&
          within(event) &&
          (condition === undefined || condition({ ...scope, event }) === true),
      )
    );
  };
}

/**
 * What was folded of the events, where it counts: it all lies before the entry of any open
 * enrolment, and no condition can be asked of it any more.
 */
function foldedOf(of: {
  readonly event: string;
  readonly window: Window;
  readonly where?: Expression;
}): (scope: Scope) => FoldedEvents | undefined {
  const { event, window, where } = of;
  if (where !== undefined || (window.kind !== 'ever' && window.kind !== 'before-entry')) return () => undefined;
  return ({ folded }) => folded?.get(event);
}

type Within = (event: PastEvent) => boolean;

function windowOf(window: Window): (scope: Scope) => Within | undefined {
  switch (window.kind) {
    case 'ever':
      return () => always;
    case 'since-entry':
      return ({ entry, enteredAt }) =>
        entry === undefined || enteredAt === undefined ? never : (event) => isSinceEntry(event, entry, enteredAt);
    case 'before-entry':
      return ({ entry, enteredAt }) =>
        entry === undefined || enteredAt === undefined
          ? always
          : (event) => event.seq !== entry.seq && !isSinceEntry(event, entry, enteredAt);
    case 'in-last': {
      const { ms } = window;
      return ({ now }) => (event) => event.at > now - ms;
    }
    case 'between': {
      const from = evaluatorOf(window.from);
      const to = evaluatorOf(window.to);
      return (scope) => {
        const [start, end] = [from(scope), to(scope)];
        if (typeof start !== 'number' || typeof end !== 'number') return undefined;
        return (event) => event.at >= start && event.at <= end;
      };
    }
    default:
      return unreachable(window);
  }
}

const always: Within = () => true;
const never: Within = () => false;
