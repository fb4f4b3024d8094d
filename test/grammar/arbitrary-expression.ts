import fc from 'fast-check';
import type { ExprAst, WindowAst } from '../../grammar/ast/expression.js';
import { functionNames } from '../../grammar/expressions/names.js';
import { reservedWords } from '../../grammar/expressions/tokens.js';
import type { Duration } from '../../grammar/duration.js';
import type { Located } from '../../grammar/span.js';

export type ExprKind = ExprAst['kind'];
type ExprOf<Kind extends ExprKind> = Extract<ExprAst, { readonly kind: Kind }>;
type ByKind = { readonly [Kind in ExprKind]: fc.Arbitrary<ExprOf<Kind>> };

const nowhere = { file: '', start: 0, end: 0 };
const span = fc.constant(nowhere);

function located<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Located<T>> {
  return value.map((inner) => ({ value: inner, span: nowhere }));
}

function kind<const Kind extends ExprKind>(word: Kind): fc.Arbitrary<Kind> {
  return fc.constant(word);
}

const name = fc
  .oneof(
    fc.stringMatching(/^[a-z_](?:[a-z0-9_-]{0,6}[a-z0-9_])?$/),
    // Words of the language are names where only a name fits.
    fc.constantFrom('set', 'ever', 'where', 'in', 'last', 'mon', 'mon-fri', 'day', 'count', 'since', 'entry', 'then', 'lead'),
  )
  .filter((word) => !reservedWords.some((reserved) => reserved === word));
const fieldName = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/);
/** Behind `in`, `campaign` is a word of the language. */
const groupName = name.filter((word) => word !== 'campaign');
/** A function of ours has a form of its own. */
const callName = name.filter((word) => word !== 'changed' && !functionNames.some((known) => known === word));

const duration: fc.Arbitrary<Duration> = fc.record({
  amount: fc.nat(90),
  unit: fc.constantFrom('s', 'min', 'h', 'd', 'w', 'mo', 'y'),
});

const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (Object.is(value, -0) ? 0 : value));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('"', '\\', '\n', '\\n', 'a "b" #c'),
);
const roots = ['lead', 'account', 'entry', 'event', 'score', 'rfm'] as const;

/** Trees around other trees; one kind that is missing does not compile. */
function byKind(expression: fc.Arbitrary<ExprAst>, window: fc.Arbitrary<WindowAst>): ByKind {
  const binary = { left: expression, right: expression, span };
  const list = fc.record({ kind: kind('list'), items: fc.array(expression, { maxLength: 3 }), span });
  const range = fc.record({ kind: kind('range'), from: expression, to: expression, span });
  const history = { kind: kind('history'), event: located(name), window, span };
  const optionalWhere = { requiredKeys: ['kind', 'function', 'event', 'window', 'span'] as const };
  return {
    number: fc.record({ kind: kind('number'), value: number, span }),
    text: fc.record({ kind: kind('text'), value: text, span }),
    boolean: fc.record({ kind: kind('boolean'), value: fc.boolean(), span }),
    duration: fc.record({ kind: kind('duration'), value: duration, span }),
    date: fc.record({
      kind: kind('date'),
      value: fc.constantFrom('2026-03-01', '2024-02-29T10:00:00Z', '2026-03-01 09:30'),
      span,
    }),
    now: fc.record({ kind: kind('now'), span }),
    path: fc.record({
      kind: kind('path'),
      root: located(fc.constantFrom(...roots)),
      name: located(fieldName),
      span,
    }),
    word: fc.record({ kind: kind('word'), value: name, span }),
    'time-since': fc.record({ kind: kind('time-since'), event: located(name), span }),
    list,
    range,
    not: fc.record({ kind: kind('not'), operand: expression, span }),
    logic: fc.record({
      kind: kind('logic'),
      operator: fc.constantFrom('and', 'or'),
      operands: fc.array(expression, { minLength: 2, maxLength: 3 }),
      span,
    }),
    compare: fc.record({
      kind: kind('compare'),
      operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      operatorSpan: span,
      ...binary,
    }),
    'text-test': fc.record({
      kind: kind('text-test'),
      operator: fc.constantFrom('contains', 'starts with', 'ends with'),
      ...binary,
    }),
    'is-set': fc.record({ kind: kind('is-set'), operand: expression, negated: fc.boolean(), span }),
    in: fc.record({ kind: kind('in'), left: expression, right: fc.oneof(list, range), negated: fc.boolean(), span }),
    member: fc.oneof(
      fc.record({
        kind: kind('member'),
        subject: located(fc.constantFrom('lead', 'account')),
        of: fc.constant('group' as const),
        name: located(groupName),
        negated: fc.boolean(),
        span,
      }),
      fc.record({
        kind: kind('member'),
        subject: located(fc.constantFrom('lead', 'account')),
        of: fc.constant('campaign' as const),
        name: located(name),
        negated: fc.boolean(),
        span,
      }),
    ),
    arithmetic: fc.record({ kind: kind('arithmetic'), operator: fc.constantFrom('+', '-', '*', '/'), ...binary }),
    history: fc.oneof(
      fc.record({ ...history, function: fc.constantFrom('did', 'count'), where: expression }, {
        requiredKeys: [...optionalWhere.requiredKeys],
      }),
      fc.record({ ...history, function: fc.constantFrom('sum', 'latest'), property: located(fieldName), where: expression }, {
        requiredKeys: [...optionalWhere.requiredKeys, 'property'],
      }),
    ),
    message: fc.record(
      {
        kind: kind('message'),
        act: fc.constantFrom('sent', 'opened', 'clicked', 'replied'),
        campaign: located(name),
        step: located(name),
        window,
        span,
      },
      { requiredKeys: ['kind', 'act', 'step', 'window', 'span'] },
    ),
    sequence: fc.record({
      kind: kind('sequence'),
      events: fc.array(located(name), { minLength: 2, maxLength: 3 }),
      window,
      span,
    }),
    call: fc.record({
      kind: kind('call'),
      name: located(callName),
      arguments: fc.array(expression, { maxLength: 3 }),
      span,
    }),
  };
}

function oneOf(trees: ByKind): fc.Arbitrary<ExprAst> {
  const { number, text, boolean, duration, date, now, path, word, member, 'time-since': timeSince } = trees;
  const leaf: fc.Arbitrary<ExprAst> = fc.oneof(number, text, boolean, duration, date, now, path, word, timeSince, member);
  const leaves: ReadonlySet<unknown> = new Set([number, text, boolean, duration, date, now, path, word, timeSince, member]);
  const nested = Object.values(trees).filter((tree) => !leaves.has(tree) && tree !== trees.range);
  return fc.oneof<fc.Arbitrary<ExprAst>[]>({ depthSize: 'small', withCrossShrink: true }, leaf, ...nested);
}

const { expression, window } = fc.letrec<{ expression: ExprAst; window: WindowAst }>((tie) => ({
  expression: oneOf(byKind(tie('expression'), tie('window'))),
  window: fc.oneof(
    fc.record({ kind: fc.constantFrom('ever' as const, 'since-entry' as const, 'before-entry' as const), span }),
    fc.record({ kind: fc.constant('in-last' as const), duration, span }),
    fc.record({ kind: fc.constant('between' as const), from: tie('expression'), to: tie('expression'), span }),
  ),
}));

/** Any tree that a text can mean; spans are empty. */
export const arbitraryExpression: fc.Arbitrary<ExprAst> = expression;

/** As above, by the kind at its top; a `range` only stands behind `in`. */
export const arbitraryByKind: ByKind = byKind(expression, window);
