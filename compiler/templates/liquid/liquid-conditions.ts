import { TypeGuards } from 'liquidjs';
import type { Token, Value } from 'liquidjs';

import { pathOf } from './liquid-paths.js';

/** The paths that are certainly there when a condition holds, and when it does not. */
export interface Facts {
  readonly whenTrue: ReadonlySet<string>;
  readonly whenFalse: ReadonlySet<string>;
}

interface Operand extends Facts {
  readonly path?: string;
  /** `absent`: equal to what is missing (`nil`, `blank`); `value`: any other literal. */
  readonly literal?: 'absent' | 'value';
}

const none: ReadonlySet<string> = new Set();
const nothing: Facts = { whenTrue: none, whenFalse: none };

/** Reads the condition as Liquid evaluates it: in postfix order, `and` and `or` from the right. */
export function factsOf({ initial, filters }: Value): Facts {
  if (filters.length > 0) return nothing;
  const operands: Operand[] = [];
  for (const token of initial.postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      operands.push(operandOf(token));
      continue;
    }
    const right = operands.pop() ?? nothing;
    if (token.operator === 'not') {
      operands.push({ whenTrue: right.whenFalse, whenFalse: right.whenTrue });
      continue;
    }
    const left = operands.pop() ?? nothing;
    operands.push(combine(token.operator, left, right));
  }
  return operands[0] ?? nothing;
}

function operandOf(token: Token): Operand {
  if (TypeGuards.isPropertyAccessToken(token)) {
    const path = pathOf(token)?.join('.');
    return path === undefined ? nothing : { whenTrue: new Set([path]), whenFalse: none, path };
  }
  if (TypeGuards.isLiteralToken(token)) {
    const absent = token.literal === 'nil' || token.literal === 'null' || token.literal === 'blank';
    // `empty` is not equal to what is missing, so nothing follows from a comparison with it.
    return token.literal === 'empty' ? nothing : { ...nothing, literal: absent ? 'absent' : 'value' };
  }
  const constant = TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token);
  return constant ? { ...nothing, literal: 'value' } : nothing;
}

function combine(operator: string, left: Operand, right: Operand): Facts {
  switch (operator) {
    case 'and':
      return {
        whenTrue: union(left.whenTrue, right.whenTrue),
        whenFalse: common(left.whenFalse, right.whenFalse),
      };
    case 'or':
      return {
        whenTrue: common(left.whenTrue, right.whenTrue),
        whenFalse: union(left.whenFalse, right.whenFalse),
      };
    case '==':
      return equality(left, right);
    case '!=': {
      const { whenTrue, whenFalse } = equality(left, right);
      return { whenTrue: whenFalse, whenFalse: whenTrue };
    }
    case 'contains':
      return { whenTrue: paths(left), whenFalse: none };
    default:
      // Our `<` and its kin are false where a side is missing.
      return { whenTrue: union(paths(left), paths(right)), whenFalse: none };
  }
}

function equality(left: Operand, right: Operand): Facts {
  const tested = union(paths(left), paths(right));
  const literal = left.literal ?? right.literal;
  if (literal === 'value') return { whenTrue: tested, whenFalse: none };
  return literal === 'absent' ? { whenTrue: none, whenFalse: tested } : nothing;
}

function paths({ path }: Operand): ReadonlySet<string> {
  return path === undefined ? none : new Set([path]);
}

export function union(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left, ...right]);
}

function common(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left].filter((path) => right.has(path)));
}
