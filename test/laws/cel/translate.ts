import type { ArithmeticOperator, CompareOperator, ExprAst, TextOperator } from '../../../grammar/ast/expression.js';
import type { DurationUnit } from '../../../grammar/duration.js';
import type { CelTree } from './cel-tree.js';

export type Type = 'number' | 'text' | 'boolean' | 'moment' | 'length';

/**
 * A CEL expression in our language, or why our language has no such thing. Types are not held
 * against each other: what does not fit is for `check` to refuse, as CEL's own checker does.
 */
export type Translation =
  | { readonly kind: 'shared'; readonly expression: ExprAst; readonly type: Type }
  | { readonly kind: 'not-shared'; readonly why: string };

const span = { file: '', start: 0, end: 0 };

/** `names` says what a variable is called here, and what it holds. */
export function translate(tree: CelTree, names: ReadonlyMap<string, { readonly name: string; readonly type: Type }>): Translation {
  switch (tree.kind) {
    case 'int':
    case 'uint':
    case 'double':
      return shared('number', { kind: 'number', value: Number(tree.text.replace(/u$/, '')), span });
    case 'bool':
      return shared('boolean', { kind: 'boolean', value: tree.text === 'true', span });
    case 'text':
      return shared('text', { kind: 'text', value: tree.value, span });
    case 'name': {
      const known = names.get(tree.text);
      if (known === undefined) return notShared('a name of CEL itself, or one that holds what we do not have');
      return shared(known.type, path(known.name));
    }
    case 'null':
      return notShared('null');
    case 'bytes':
      return notShared('bytes');
    case 'list':
      return notShared('a list as a value');
    case 'other':
      return notShared('fields, maps, messages and loops');
    case 'call':
      return translateCall(tree);
  }

  function translateCall(call: Extract<CelTree, { kind: 'call' }>): Translation {
    const [first, second] = call.target === undefined ? call.arguments : [call.target, ...call.arguments];
    const { function: name } = call;
    // What CEL does not type is typed by what stands in it.
    if (name === 'dyn' && first !== undefined) return translate(first, names);
    if (name === 'timestamp' && first?.kind === 'text') return moment(first.value);
    if (name === 'duration' && first?.kind === 'text') return length(first.value);
    if (name === '!_' && first !== undefined) {
      return on(first, (operand) => shared('boolean', { kind: 'not', operand, span }));
    }
    if (name === '-_' && first !== undefined) {
      const zero: ExprAst = { kind: 'number', value: 0, span };
      return on(first, (right) => shared('number', { kind: 'arithmetic', operator: '-', left: zero, right, span }));
    }
    if (first === undefined || second === undefined) return notShared(`${name}()`);
    if (name === '@in') return translateIn(first, second);
    const left = translate(first, names);
    const right = translate(second, names);
    if (left.kind === 'not-shared') return left;
    if (right.kind === 'not-shared') return right;
    const sides = { left: left.expression, right: right.expression, span };
    const types = `${left.type} ${right.type}`;
    const logic = logics[name];
    if (logic !== undefined) {
      return shared('boolean', { kind: 'logic', operator: logic, operands: [sides.left, sides.right], span });
    }
    const comparison = comparisons[name];
    if (comparison !== undefined) {
      return shared('boolean', { kind: 'compare', operator: comparison, operatorSpan: span, ...sides });
    }
    const textTest = textTests[name];
    if (textTest !== undefined && call.target !== undefined) {
      if (types !== 'text text') return notShared('a test of bytes');
      return shared('boolean', { kind: 'text-test', operator: textTest, ...sides });
    }
    const operator = arithmetic[name];
    if (operator === undefined) return notShared(`${name}()`);
    const result = results[`${left.type} ${operator} ${right.type}`];
    if (result === undefined) return notShared(`${left.type} ${operator} ${right.type}`);
    return shared(result, { kind: 'arithmetic', operator, ...sides });
  }

  function translateIn(one: CelTree, group: CelTree): Translation {
    const left = translate(one, names);
    if (left.kind === 'not-shared') return left;
    if (group.kind !== 'list' || group.items.length === 0) return notShared('in what is no list of values');
    const items = group.items.map((item) => translate(item, names));
    const values = items.flatMap((item) => (item.kind === 'shared' ? [item.expression] : []));
    if (values.length < items.length) return notShared('a list of what we do not have');
    const right: ExprAst = { kind: 'list', items: values, span };
    return shared('boolean', { kind: 'in', left: left.expression, right, negated: false, span });
  }

  function on(argument: CelTree, then: (operand: ExprAst) => Translation): Translation {
    const operand = translate(argument, names);
    return operand.kind === 'not-shared' ? operand : then(operand.expression);
  }
}

function shared(type: Type, expression: ExprAst): Translation {
  return { kind: 'shared', type, expression };
}

function notShared(why: string): Translation {
  return { kind: 'not-shared', why };
}

function path(name: string): ExprAst {
  return { kind: 'path', root: { value: 'lead', span }, name: { value: name, span }, span };
}

function moment(text: string): Translation {
  // Our dates have years of four digits, and moments no more than milliseconds.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(text)) return notShared('a moment finer or further away than ours');
  return shared('moment', { kind: 'date', value: text, span });
}

function length(text: string): Translation {
  const match = /^(-?)(\d+)(s|m|h)$/.exec(text);
  if (match === null) return notShared('a length below a second, or of several units');
  const [, sign, amount = '0', unit = 's'] = match;
  const units: Readonly<Record<string, DurationUnit>> = { s: 's', m: 'min', h: 'h' };
  const of = (count: number): ExprAst => ({ kind: 'duration', value: { amount: count, unit: units[unit] ?? 's' }, span });
  if (sign === '') return shared('length', of(Number(amount)));
  return shared('length', { kind: 'arithmetic', operator: '-', left: of(0), right: of(Number(amount)), span });
}

const logics: Readonly<Record<string, 'and' | 'or'>> = { '_&&_': 'and', '_||_': 'or' };
const comparisons: Readonly<Record<string, CompareOperator>> = { '_==_': '==', '_!=_': '!=', '_<_': '<', '_<=_': '<=', '_>_': '>', '_>=_': '>=' };
const textTests: Readonly<Record<string, TextOperator>> = { contains: 'contains', startsWith: 'starts with', endsWith: 'ends with' };
const arithmetic: Readonly<Record<string, ArithmeticOperator>> = { '_+_': '+', '_-_': '-', '_*_': '*', '_/_': '/' };

const results: Readonly<Record<string, Type>> = {
  'number + number': 'number',
  'number - number': 'number',
  'number * number': 'number',
  'number / number': 'number',
  'text + text': 'text',
  'length + length': 'length',
  'length - length': 'length',
  'moment + length': 'moment',
  'length + moment': 'moment',
  'moment - length': 'moment',
  'moment - moment': 'length',
};
