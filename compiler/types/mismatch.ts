import type { ExprAst } from '../../grammar/ast/expression.js';
import type { Fix, Label } from '../../grammar/diagnostics/diagnostic.js';
import type { Span } from '../../grammar/span.js';
import type { Scope } from './scope.js';
import type { Type, Typed } from './type.js';
import { inWords } from './type.js';

type Compare = Extract<ExprAst, { kind: 'compare' }>;

/** Values of two types beside each other: says what to write instead, and offers it where it is clear. */
export function reportMismatch(compare: Compare, left: Typed, right: Typed, scope: Scope): void {
  const mend = mendOf(compare, left.type, right.type);
  const help = mend?.help ?? compareHelp(compare, left.type, right.type);
  const at = { left: inWords(left.type), right: inWords(right.type), help };
  const labels = [...declaredLabel(compare.left.span, left), ...declaredLabel(compare.right.span, right)];
  scope.report('C3104', compare.span, at, { labels, fixes: mend?.fixes ?? [] });
}

interface Mend {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

function mendOf({ left, right }: Compare, leftType: Type, rightType: Type): Mend | undefined {
  return (
    unquote(left, rightType) ??
    unquote(right, leftType) ??
    withUnit(left, rightType) ??
    withUnit(right, leftType) ??
    sinceWhen(leftType, rightType)
  );
}

/** `"50"` beside a number. */
function unquote(literal: ExprAst, other: Type): Mend | undefined {
  if (literal.kind !== 'text' || other.kind !== 'number' || !/^-?\d+(\.\d+)?$/.test(literal.value)) return undefined;
  const edits = [{ span: literal.span, text: literal.value }];
  return { help: `Remove the quotes: ${literal.value}.`, fixes: [{ title: 'Remove the quotes', safety: 'safe', edits }] };
}

/** `3` beside a duration: of the units only the author knows which. */
function withUnit(literal: ExprAst, other: Type): Mend | undefined {
  if (literal.kind !== 'number' || other.kind !== 'duration') return undefined;
  const [days, hours, minutes] = ['d', 'h', 'min'].map((unit) => `${literal.value}${unit}`);
  const fixes = [days, hours].flatMap((text): readonly Fix[] =>
    text === undefined ? [] : [{ title: `Write ${text}`, safety: 'unsafe', edits: [{ span: literal.span, text }] }],
  );
  return { help: `Say the unit: ${days}, ${hours} or ${minutes}.`, fixes };
}

/** A moment beside a length of time. */
function sinceWhen(left: Type, right: Type): Mend | undefined {
  const kinds = [left.kind, right.kind];
  if (!kinds.includes('duration')) return undefined;
  if (kinds.includes('timestamp')) return { help: 'Take how long ago it is: now - … > 30d.', fixes: [] };
  if (!kinds.includes('date')) return undefined;
  return { help: 'Compare a date with a date, such as 2026-03-01; for how long ago, declare it as a timestamp.', fixes: [] };
}

function compareHelp(compare: Compare, left: Type, right: Type): string {
  const [kept, example] = isLiteral(compare.left) ? [right, examples[right.kind]] : [left, examples[left.kind]];
  return `Compare it with ${inWords(kept)}${example === undefined ? '' : `, such as ${example}`}.`;
}

function isLiteral({ kind }: ExprAst): boolean {
  return kind === 'text' || kind === 'number' || kind === 'boolean' || kind === 'date' || kind === 'duration';
}

const examples: Partial<Record<Type['kind'], string>> = {
  text: '"DE"',
  number: '50',
  boolean: 'true',
  date: '2026-03-01',
  timestamp: 'now',
  duration: '30d',
};

function declaredLabel(span: Span, { type, declared }: Typed): readonly Label[] {
  const own = { span, text: inWords(type) };
  return declared === undefined ? [own] : [own, { span: declared, text: 'declared here' }];
}
