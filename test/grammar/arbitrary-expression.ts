import fc from 'fast-check';
import type { ExprAst, WindowAst } from '../../grammar/ast/expression.js';
import { reservedWords } from '../../grammar/expressions/tokens.js';
import type { Duration } from '../../grammar/duration.js';
import type { Located } from '../../grammar/span.js';

const span = { file: '', start: 0, end: 0 };

function located<T>(value: T): Located<T> {
  return { value, span };
}

const name = fc
  .oneof(
    fc.stringMatching(/^[a-z_](?:[a-z0-9_-]{0,6}[a-z0-9_])?$/),
    // Words of the language are names where only a name fits.
    fc.constantFrom('set', 'ever', 'where', 'in', 'last', 'mon', 'mon-fri', 'day', 'count', 'since', 'entry'),
  )
  .filter((word) => !reservedWords.some((reserved) => reserved === word));
const fieldName = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/);

const duration: fc.Arbitrary<Duration> = fc.record({
  amount: fc.nat(90),
  unit: fc.constantFrom('s', 'min', 'h', 'd', 'w', 'mo', 'y'),
});

const leaf: fc.Arbitrary<ExprAst> = fc.oneof(
  fc
    .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    .map((value) => ({ kind: 'number' as const, value: Object.is(value, -0) ? 0 : value, span })),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((value) => ({ kind: 'text' as const, value, span })),
  fc.constantFrom('"', '\\', '\n', '\\n', 'a "b" #c').map((value) => ({ kind: 'text' as const, value, span })),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value, span })),
  duration.map((value) => ({ kind: 'duration' as const, value, span })),
  fc
    .constantFrom('2026-03-01', '2024-02-29T10:00:00Z', '2026-03-01 09:30')
    .map((value) => ({ kind: 'date' as const, value, span })),
  fc.constant({ kind: 'now' as const, span }),
  fc
    .record({ root: fc.constantFrom('lead' as const, 'entry' as const, 'event' as const, 'score' as const), name: fieldName })
    .map((path) => ({ kind: 'path' as const, root: located(path.root), name: located(path.name), span })),
  name.map((value) => ({ kind: 'word' as const, value, span })),
  name.map((event) => ({ kind: 'time-since' as const, event: located(event), span })),
);

/** Any tree that a text can mean; spans are empty. */
export const arbitraryExpression: fc.Arbitrary<ExprAst> = fc.letrec<{ expression: ExprAst; window: WindowAst }>((tie) => {
  const expression = tie('expression');
  const window: fc.Arbitrary<WindowAst> = fc.oneof(
    fc.constantFrom('ever' as const, 'since-entry' as const, 'before-entry' as const).map((kind) => ({ kind, span })),
    duration.map((value) => ({ kind: 'in-last' as const, duration: value, span })),
    fc.record({ kind: fc.constant('between' as const), from: expression, to: expression, span: fc.constant(span) }),
  );
  const binary = { left: expression, right: expression, span: fc.constant(span) };
  const list: fc.Arbitrary<ExprAst> = fc
    .array(expression, { maxLength: 3 })
    .map((items) => ({ kind: 'list' as const, items, span }));
  const filter = fc.option(expression, { nil: undefined });
  return {
    window,
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      list,
      expression.map((operand) => ({ kind: 'not' as const, operand, span })),
      fc.record({
        kind: fc.constant('logic' as const),
        operator: fc.constantFrom('and' as const, 'or' as const),
        operands: fc.array(expression, { minLength: 2, maxLength: 3 }),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('==' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const),
        operatorSpan: fc.constant(span),
        ...binary,
      }),
      fc.record({
        kind: fc.constant('text-test' as const),
        operator: fc.constantFrom('contains' as const, 'starts with' as const, 'ends with' as const),
        ...binary,
      }),
      fc.record({ kind: fc.constant('is-set' as const), operand: expression, negated: fc.boolean(), span: fc.constant(span) }),
      fc.record({ kind: fc.constant('in' as const), left: expression, right: list, negated: fc.boolean(), span: fc.constant(span) }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        ...binary,
      }),
      fc.tuple(fc.constantFrom('did' as const, 'count' as const), name, window, filter).map(([fn, event, during, where]) => ({
        kind: 'history' as const,
        function: fn,
        event: located(event),
        window: during,
        ...(where === undefined ? {} : { where }),
        span,
      })),
      fc
        .tuple(fc.constantFrom('sum' as const, 'latest' as const), name, fieldName, window, filter)
        .map(([fn, event, property, during, where]) => ({
          kind: 'history' as const,
          function: fn,
          event: located(event),
          property: located(property),
          window: during,
          ...(where === undefined ? {} : { where }),
          span,
        })),
      fc.tuple(fc.option(name, { nil: undefined }), name, window).map(([campaign, step, during]) => ({
        kind: 'sent' as const,
        ...(campaign === undefined ? {} : { campaign: located(campaign) }),
        step: located(step),
        window: during,
        span,
      })),
    ),
  };
}).expression;
