import type { ExprAst } from '../../grammar/ast/expression.js';
import type { Label } from '../../grammar/diagnostics/diagnostic.js';
import type { Span } from '../../grammar/span.js';
import { nearest, renameFix } from '../names/nearest.js';
import { arithmetic, comparisons } from './operators.js';
import type { Scope } from './scope.js';
import { typeOf } from './type-of.js';
import type { Type, Typed } from './type.js';
import { certain, errorType, inWords, isText } from './type.js';

type Node<Kind extends ExprAst['kind']> = Extract<ExprAst, { kind: Kind }>;

export function typeOfCompare(compare: Node<'compare'>, scope: Scope): Typed {
  const operands = compare.operator === '!=' ? { ...scope, denied: true } : scope;
  const left = typeOf(compare.left, operands);
  const right = typeOf(compare.right, operands);
  if (left.type.kind === 'error' || right.type.kind === 'error') return certain({ kind: 'boolean' });
  const common = commonKind(left.type, right.type);
  if (common === undefined) reportMismatch(compare, left, right, scope);
  else if (!comparisons[common].includes(compare.operator)) {
    scope.report('C3103', compare.operatorSpan, { type: inWords(left.type), operator: compare.operator });
  } else {
    checkLiteral(compare.right, right.type, left, scope);
    checkLiteral(compare.left, left.type, right, scope);
  }
  return certain({ kind: 'boolean' });
}

type Comparable = keyof typeof comparisons;

function commonKind(left: Type, right: Type): Comparable | undefined {
  if (isText(left) && isText(right)) return 'text';
  const someTimestamp = left.kind === 'timestamp' || right.kind === 'timestamp';
  if (someTimestamp && isMoment(left) && isMoment(right)) return 'timestamp';
  if (left.kind !== right.kind) return undefined;
  if (left.kind === 'list' || left.kind === 'error' || left.kind === 'enum') return undefined;
  return left.kind;
}

/** A date literal stands for its midnight (UTC) beside a moment; a stored date has no moment. */
function isMoment(type: Type): boolean {
  return type.kind === 'timestamp' || (type.kind === 'date' && type.literal !== undefined);
}

function reportMismatch(compare: Node<'compare'>, left: Typed, right: Typed, scope: Scope): void {
  const help = mismatchHelp(compare, left.type, right.type);
  const at = { left: inWords(left.type), right: inWords(right.type), help };
  const labels = [...declaredLabel(compare.left.span, left), ...declaredLabel(compare.right.span, right)];
  scope.report('C3104', compare.span, at, { labels, fixes: unquote(compare, left.type, right.type) });
}

function mismatchHelp(compare: Node<'compare'>, left: Type, right: Type): string {
  const literal = quotedNumber(compare.right) ?? quotedNumber(compare.left);
  if (literal !== undefined && (left.kind === 'number' || right.kind === 'number')) {
    return `Remove the quotes: ${literal.text}.`;
  }
  const [kept, example] = isLiteral(compare.left) ? [right, examples[right.kind]] : [left, examples[left.kind]];
  return `Compare it with ${inWords(kept)}${example === undefined ? '' : `, such as ${example}`}.`;
}

const examples: Partial<Record<Type['kind'], string>> = {
  text: '"DE"',
  number: '50',
  boolean: 'true',
  date: '2026-03-01',
  timestamp: 'now',
  duration: '30d',
};

function quotedNumber(expression: ExprAst): { readonly text: string; readonly span: Span } | undefined {
  if (expression.kind !== 'text' || !/^-?\d+(\.\d+)?$/.test(expression.value)) return undefined;
  return { text: expression.value, span: expression.span };
}

function unquote(compare: Node<'compare'>, left: Type, right: Type) {
  const literal = quotedNumber(compare.right) ?? quotedNumber(compare.left);
  if (literal === undefined || (left.kind !== 'number' && right.kind !== 'number')) return [];
  const edits = [{ span: literal.span, text: literal.text }];
  return [{ title: 'Remove the quotes', safety: 'safe' as const, edits }];
}

function declaredLabel(span: Span, { type, declared }: Typed): readonly Label[] {
  const own = { span, text: inWords(type) };
  return declared === undefined ? [own] : [own, { span: declared, text: 'declared here' }];
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
  const left = typeOf(test.left, test.negated ? { ...scope, denied: true } : scope);
  if (test.right.kind !== 'list') {
    const { type } = typeOf(test.right, scope);
    if (type.kind !== 'error') scope.report('C3112', test.right.span, { found: inWords(type) });
    return certain({ kind: 'boolean' });
  }
  for (const item of test.right.items) checkItem(item, left, scope);
  return certain({ kind: 'boolean' });
}

function checkItem(item: ExprAst, left: Typed, scope: Scope): void {
  const { type } = typeOf(item, scope);
  if (type.kind === 'error' || left.type.kind === 'error') return;
  if (!isLiteral(item)) {
    scope.report('C3112', item.span, { found: inWords(type) });
    return;
  }
  if (commonKind(left.type, type) === undefined) {
    const help = `Each value of the list must be ${inWords(left.type)}.`;
    scope.report('C3104', item.span, { left: inWords(left.type), right: inWords(type), help });
    return;
  }
  checkLiteral(item, type, left, scope);
}

function isLiteral({ kind }: ExprAst): boolean {
  return kind === 'text' || kind === 'number' || kind === 'boolean' || kind === 'date' || kind === 'duration';
}

export function typeOfArithmetic(expression: Node<'arithmetic'>, scope: Scope): Typed {
  const left = typeOf(expression.left, scope);
  const right = typeOf(expression.right, scope);
  if (left.type.kind === 'error' || right.type.kind === 'error') return errorType;
  const { operator } = expression;
  const byLeft = arithmetic.filter(
    (overload) => overload.left === left.type.kind && overload.operators.includes(operator),
  );
  const overload = byLeft.find((candidate) => candidate.right === right.type.kind);
  if (overload !== undefined) {
    return { type: { kind: overload.result }, optional: left.optional || right.optional };
  }
  const [wrong, found, needs] =
    byLeft.length === 0
      ? [expression.left, left.type, 'numbers, durations and moments']
      : [expression.right, right.type, byLeft.map((candidate) => inWords({ kind: candidate.right })).join(' or ')];
  scope.report('C3102', wrong.span, { operator, needs, found: inWords(found) });
  return errorType;
}
