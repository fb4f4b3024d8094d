import type { ExprAst } from '../../grammar/ast/expression.js';
import { nearest, renameFix } from '../names/nearest.js';
import { reportMismatch } from './mismatch.js';
import type { Operator } from './operators.js';
import { overloadsFor, resolve } from './operators.js';
import type { Scope } from './scope.js';
import { denying } from './scope.js';
import { typeOf } from './type-of.js';
import type { Type, Typed } from './type.js';
import { certain, errorType, inWords, isText } from './type.js';

type Node<Kind extends ExprAst['kind']> = Extract<ExprAst, { kind: Kind }>;

export function typeOfCompare(compare: Node<'compare'>, scope: Scope): Typed {
  const operands = compare.operator === '!=' ? denying(scope, compare.span) : scope;
  const left = typeOf(compare.left, operands);
  const right = typeOf(compare.right, operands);
  if (left.type.kind === 'error' || right.type.kind === 'error') return certain({ kind: 'boolean' });
  if (resolve(compare.operator, left.type, right.type) !== undefined) {
    checkLiteral(compare.right, right.type, left, scope);
    checkLiteral(compare.left, left.type, right, scope);
  } else if (resolve('==', left.type, right.type) === undefined) reportMismatch(compare, left, right, scope);
  else {
    const unordered = right.type.kind === 'enum' ? right.type : left.type;
    scope.report('C3103', compare.operatorSpan, { type: inWords(unordered), operator: compare.operator });
  }
  return certain({ kind: 'boolean' });
}

/** A text literal beside an enum must be one of its values. */
export function checkLiteral(expression: ExprAst, type: Type, enumType: Typed, scope: Scope): boolean {
  if (enumType.type.kind !== 'enum' || type.kind !== 'text' || type.literal === undefined) return true;
  const { values } = enumType.type;
  if (values.length === 0 || values.includes(type.literal)) return true;
  const { suggestion } = nearest(type.literal, values);
  const labels = enumType.declared === undefined ? [] : [{ span: enumType.declared, text: 'declared here' }];
  const fixes = renameFix(expression.span, suggestion, suggestion === undefined ? undefined : `"${suggestion}"`);
  scope.report('C3105', expression.span, { value: type.literal, known: values, suggestion }, { labels, fixes });
  return false;
}

export function typeOfTextTest(test: Node<'text-test'>, scope: Scope): Typed {
  for (const operand of [test.left, test.right]) {
    const { type } = typeOf(operand, scope);
    if (type.kind === 'error' || isText(type)) continue;
    scope.report('C3102', operand.span, { operator: test.operator, needs: 'a text', found: inWords(type) });
  }
  return certain({ kind: 'boolean' });
}

export function typeOfIn(test: Node<'in'>, scope: Scope): Typed {
  const left = typeOf(test.left, test.negated ? denying(scope, test.span) : scope);
  const { right } = test;
  switch (right.kind) {
    case 'list':
      for (const item of right.items) checkItem(item, left, 'in', scope);
      break;
    case 'range':
      checkRange(right, left, scope);
      break;
    default: {
      const { type } = typeOf(right, scope);
      if (type.kind !== 'error') scope.report('C3112', right.span, { found: inWords(type) });
    }
  }
  return certain({ kind: 'boolean' });
}

function checkItem(item: ExprAst, left: Typed, operator: Operator, scope: Scope): boolean {
  const { type } = typeOf(item, scope);
  if (type.kind === 'error' || left.type.kind === 'error') return false;
  if (!isLiteral(item)) {
    scope.report('C3112', item.span, { found: inWords(type) });
    return false;
  }
  if (resolve('in', left.type, type) === undefined) {
    const help = operator === 'in' ? 'Each value of the list' : 'Each end of the range';
    const at = { left: inWords(left.type), right: inWords(type), help: `${help} must be ${inWords(left.type)}.` };
    scope.report('C3104', item.span, at);
    return false;
  }
  return checkLiteral(item, type, left, scope);
}

/** Both ends belong to it. */
function checkRange(range: Node<'range'>, left: Typed, scope: Scope): void {
  const ends = [range.from, range.to].map((end) => checkItem(end, left, 'in range', scope));
  if (ends.includes(false)) return;
  if (overloadsFor('in range', left.type).length === 0) {
    scope.report('C3103', range.span, { type: inWords(left.type), operator: '..' });
    return;
  }
  const { from, to } = range;
  if (from.kind !== 'number' || to.kind !== 'number' || from.value <= to.value) return;
  const edits = [
    { span: from.span, text: String(to.value) },
    { span: to.span, text: String(from.value) },
  ];
  const fixes = [{ title: 'Swap the ends', safety: 'safe' as const, edits }];
  scope.report('C3118', range.span, { from: from.value, to: to.value }, { fixes });
}

function isLiteral({ kind }: ExprAst): boolean {
  return kind === 'text' || kind === 'number' || kind === 'boolean' || kind === 'date' || kind === 'duration';
}

export function typeOfArithmetic(expression: Node<'arithmetic'>, scope: Scope): Typed {
  const left = typeOf(expression.left, scope);
  const right = typeOf(expression.right, scope);
  if (left.type.kind === 'error' || right.type.kind === 'error') return errorType;
  const { operator } = expression;
  const overload = resolve(operator, left.type, right.type);
  if (overload !== undefined) {
    return { type: { kind: overload.result }, optional: left.optional || right.optional };
  }
  const byLeft = overloadsFor(operator, left.type);
  const [wrong, found, needs] =
    byLeft.length === 0
      ? [expression.left, left.type, operator === '+' ? 'numbers, texts, durations and moments' : 'numbers, durations and moments']
      : [expression.right, right.type, byLeft.map((candidate) => inWords(candidate.right === 'free text' ? { kind: 'text' } : { kind: candidate.right })).join(' or ')];
  scope.report('C3102', wrong.span, { operator, needs, found: inWords(found) });
  return errorType;
}
