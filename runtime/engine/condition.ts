import type { Expression, Scalar, ValueType, Window } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import type { Scope } from './scope.js';
import { isSinceEntry } from './scope.js';
import type { PastEvent } from './types.js';

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
    case 'score':
      return scoreReader(expression.part);
    case 'not': {
      const operand = evaluatorOf(expression.operand);
      return (scope) => negate(operand(scope));
    }
    case 'and':
      return all(expression.operands.map(evaluatorOf));
    case 'or':
      return any(expression.operands.map(evaluatorOf));
    case 'compare': {
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
        if (typeof first !== 'number' || typeof second !== 'number') return undefined;
        const result = compute(first, second);
        // Division by zero and overflow are unknown: nothing infinite is compared.
        return Number.isFinite(result) ? result : undefined;
      };
    }
    case 'did': {
      const past = pastOf(expression.event, expression.window, expression.where);
      return (scope) => past(scope).length > 0;
    }
    case 'count': {
      const past = pastOf(expression.event, expression.window, expression.where);
      return (scope) => past(scope).length;
    }
    case 'sum': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const { property } = expression;
      return (scope) =>
        past(scope).reduce((total, { properties }) => {
          const value = readValue(properties[property], 'number');
          return typeof value === 'number' ? total + value : total;
        }, 0);
    }
    case 'latest': {
      const past = pastOf(expression.event, expression.window, expression.where);
      const { property, type } = expression;
      return (scope) => readValue(past(scope).at(-1)?.properties[property], type);
    }
    case 'time-since': {
      const past = pastOf(expression.event, { kind: 'ever' }, undefined);
      return (scope) => {
        const last = past(scope).at(-1);
        return last === undefined ? undefined : scope.now - last.at;
      };
    }
    case 'sent': {
      const within = windowTest(expression.window);
      const { campaign, step } = expression;
      return (scope) =>
        scope.sends.some(
          (send) =>
            send.campaign === campaign &&
            send.step === step &&
            (send.state === 'sent' || send.state === 'unknown') &&
            within({ seq: Number.MAX_SAFE_INTEGER, name: '', at: send.at, properties: {} }, scope),
        );
    }
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

function scoreReader(part: 'fit' | 'pain' | 'total'): Evaluate {
  switch (part) {
    case 'fit':
      return (scope) => scope.score.fit;
    case 'pain':
      return (scope) => scope.score.pain;
    case 'total':
      return (scope) => scope.score.fit + scope.score.pain;
    default:
      return unreachable(part);
  }
}

function negate(value: Scalar | undefined): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
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
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
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

type Past = (scope: Scope) => readonly PastEvent[];

function pastOf(name: string, window: Window, where: Expression | undefined): Past {
  const within = windowTest(window);
  const condition = where === undefined ? undefined : evaluatorOf(where);
  return (scope) =>
    scope.events.filter(
      (event) =>
        event.name === name &&
        event.at <= scope.now &&
        within(event, scope) &&
        (condition === undefined || condition({ ...scope, event }) === true),
    );
}

type WithinWindow = (event: PastEvent, scope: Scope) => boolean;

function windowTest(window: Window): WithinWindow {
  switch (window.kind) {
    case 'ever':
      return () => true;
    case 'since-entry':
      return (event, { entry, enteredAt }) =>
        entry !== undefined && enteredAt !== undefined && isSinceEntry(event, entry, enteredAt);
    case 'before-entry':
      return (event, { entry, enteredAt }) =>
        entry === undefined ||
        enteredAt === undefined ||
        (event.seq !== entry.seq && !isSinceEntry(event, entry, enteredAt));
    case 'in-last': {
      const { ms } = window;
      return (event, scope) => event.at > scope.now - ms;
    }
    case 'between': {
      const from = evaluatorOf(window.from);
      const to = evaluatorOf(window.to);
      return (event, scope) => {
        const [start, end] = [from(scope), to(scope)];
        return typeof start === 'number' && typeof end === 'number' && event.at >= start && event.at <= end;
      };
    }
    default:
      return unreachable(window);
  }
}
