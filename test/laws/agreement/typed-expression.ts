import fc from 'fast-check';
import type { CompareOperator, ExprAst, PathRoot, WindowAst } from '../../../grammar/ast/expression.js';
import type { Duration } from '../../../grammar/duration.js';
import type { Located } from '../../../grammar/span.js';

/**
 * Expressions that fit the schema of `law-scope.ts`, by what they yield.
 *
 * Texts, numbers and times come from small pools, so that comparisons go either way.
 */
interface Typed {
  readonly boolean: ExprAst;
  readonly number: ExprAst;
  readonly text: ExprAst;
  readonly moment: ExprAst;
  readonly duration: ExprAst;
  readonly window: WindowAst;
}

/** The last two are in another order by UTF-16 than by code point. */
export const texts = ['', 'a', 'ab', 'abc', 'B', '\uFF5E', '\u{1F431}'] as const;
export const numbers = [-1, 0, 0.5, 1, 2, 100, 1e308] as const;
export const days = ['2025-12-31', '2026-01-01', '2026-03-29'] as const;
export const hourMs = 3_600_000;
/** Moments of events, entries and `now`: some alike, some an hour or some days apart. */
export const moments = [0, 1, 2, 24, 47, 48, 24 * 30].map((hours) => Date.UTC(2026, 0, 1) + hours * hourMs);

const span = { file: '', start: 0, end: 0 };
const order: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const equality: readonly CompareOperator[] = ['==', '!='];

const plan = fc.constantFrom('free', 'pro').map((value): ExprAst => ({ kind: 'text', value, span }));

const durations: readonly Duration[] = [
  { amount: 0, unit: 's' },
  { amount: 90, unit: 'min' },
  { amount: 24, unit: 'h' },
  { amount: 2, unit: 'd' },
  { amount: 1, unit: 'w' },
  { amount: 1, unit: 'mo' },
  { amount: 1, unit: 'y' },
];

/**
 * `of` an event under test has `event.total`, `event.items` and `event.code` to look at; a segment
 * knows of no campaign.
 */
function typed(of: 'lead' | 'event' | 'segment' | 'event of segment'): fc.LetrecValue<Typed> {
  const isSegment = of === 'segment' || of === 'event of segment';
  const isEvent = of === 'event' || of === 'event of segment';
  return fc.letrec<Typed>((tie: fc.LetrecTypedTie<Typed>) => {
    const own = (name: string): readonly fc.Arbitrary<ExprAst>[] => (isEvent ? [fc.constant(path('event', name))] : []);
    const day = fc.oneof(fc.constantFrom(...days).map(date), fc.constant(path('lead', 'day')));
    const dayOrMoment = fc.oneof(tie('moment'), fc.constantFrom(...days).map(date));
    const fromEntry = isSegment ? [] : [path('entry', 'plan')];
    // Within `where` there is enough to choose from.
    const where = isEvent ? fc.constant(undefined) : fc.option(typed(isSegment ? 'event of segment' : 'event').boolean, { nil: undefined });
    const latest = (property: string): fc.Arbitrary<ExprAst> => history('latest', property, tie('window'), where);
    return {
      window: fc.oneof(
        fc.constantFrom(...(isSegment ? anyTime : windows)).map((kind) => ({ kind, span })),
        fc.constantFrom(...durations).map((duration) => ({ kind: 'in-last' as const, duration, span })),
        fc.record({ kind: fc.constant('between' as const), from: dayOrMoment, to: dayOrMoment, span: fc.constant(span) }),
      ),
      text: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...texts).map((value): ExprAst => ({ kind: 'text', value, span })),
        fc.constantFrom(path('lead', 'name'), path('lead', 'maybe')),
        ...own('code'),
        latest('code'),
        tie('text').map((address): ExprAst => ({ kind: 'call', name: located('domain_of'), arguments: [address], span })),
        binary(fc.constant('+'), tie('text'), tie('text')),
      ),
      number: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...numbers).map(number),
        fc.constantFrom('size', 'maybe_size').map((name) => path('lead', name)),
        fc.constantFrom('fit', 'pain', 'total').map((name) => path('score', name)),
        fc.constantFrom(path('account', 'size'), ...['r', 'f', 'm', 'rank'].map((name) => path('rfm', name))),
        ...own('total'),
        ...own('items'),
        history('count', undefined, tie('window'), where),
        history('sum', 'total', tie('window'), where),
        history('sum', 'items', tie('window'), where),
        latest('total'),
        latest('items'),
        binary(fc.constantFrom('+', '-', '*', '/'), tie('number'), tie('number')),
        binary(fc.constant('/'), tie('duration'), tie('duration')),
      ),
      moment: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<ExprAst>({ kind: 'now', span }, path('lead', 'moment')),
        binary(fc.constantFrom('+', '-'), tie('moment'), tie('duration')),
        binary(fc.constant('+'), tie('duration'), tie('moment')),
      ),
      duration: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...durations).map((value): ExprAst => ({ kind: 'duration', value, span })),
        fc.constantFrom<ExprAst>({ kind: 'time-since', event: located('order_placed'), span }, path('rfm', 'latency')),
        binary(fc.constantFrom('+', '-'), tie('duration'), tie('duration')),
        binary(fc.constantFrom('*', '/'), tie('duration'), tie('number')),
        binary(fc.constant('*'), tie('number'), tie('duration')),
        binary(fc.constant('-'), tie('moment'), tie('moment')),
      ),
      boolean: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.boolean().map((value): ExprAst => ({ kind: 'boolean', value, span })),
        fc.constant(path('lead', 'staff')),
        compare(order, tie('number'), tie('number')),
        compare(order, day, day),
        compare(order, tie('moment'), dayOrMoment),
        compare(order, tie('duration'), tie('duration')),
        compare(order, tie('text'), tie('text')),
        compare(order, tie('boolean'), fc.constant(path('lead', 'staff'))),
        compare(equality, fc.constantFrom(path('lead', 'plan'), path('account', 'tier'), ...fromEntry), plan),
        textTest(tie('text'), tie('text')),
        isSet(fc.oneof(tie('number'), tie('text'), tie('duration'))),
        oneOf(tie('number'), fc.constantFrom(...numbers).map(number)),
        oneOf(fc.constantFrom(path('lead', 'plan')), plan),
        oneOf(day, fc.constantFrom(...days).map(date)),
        range(tie('number'), numbers.map(number)),
        range(day, days.map(date)),
        range(tie('moment'), days.map(date)),
        range(tie('duration'), durations.map((value) => ({ kind: 'duration', value, span }))),
        range(tie('text'), texts.map((value) => ({ kind: 'text', value, span }))),
        tie('boolean').map((operand): ExprAst => ({ kind: 'not', operand, span })),
        fc.record({
          kind: fc.constant('logic' as const),
          operator: fc.constantFrom('and' as const, 'or' as const),
          operands: fc.array(tie('boolean'), { minLength: 2, maxLength: 4 }),
          span: fc.constant(span),
        }),
        history('did', undefined, tie('window'), where),
        ...(isSegment ? [] : [message(tie('window'))]),
        ...(isEvent ? [] : [sequence(tie('window')), inList]),
        // The segment itself asks for none: that would be a circle.
        ...(of === 'lead' ? [inSegment, inCampaign] : []),
      ),
    };
  });
}

const windows = ['ever', 'since-entry', 'before-entry'] as const;
const anyTime = ['ever'] as const;

const inSegment: fc.Arbitrary<ExprAst> = fc.boolean().map((negated) => {
  return { kind: 'member', subject: located('lead'), of: 'group', name: located('cohort'), negated, span };
});

const inCampaign: fc.Arbitrary<ExprAst> = fc.boolean().map((negated) => {
  return { kind: 'member', subject: located('lead'), of: 'campaign', name: located('demo'), negated, span };
});

const inList: fc.Arbitrary<ExprAst> = fc.tuple(fc.boolean(), fc.boolean()).map(([negated, isLead]) => {
  const [subject, name] = isLead ? (['lead', 'vips'] as const) : (['account', 'targets'] as const);
  return { kind: 'member', subject: located(subject), of: 'group', name: located(name), negated, span };
});

/** It may ask whether the lead is in `cohort`. */
export const typedCondition: fc.Arbitrary<ExprAst> = typed('lead').boolean;

/** What the segment `cohort` can ask for. */
export const typedSegment: fc.Arbitrary<ExprAst> = typed('segment').boolean;

function message(windowOf: fc.Arbitrary<WindowAst>): fc.Arbitrary<ExprAst> {
  const acts = fc.constantFrom('sent' as const, 'opened' as const, 'clicked' as const, 'replied' as const);
  return fc.tuple(acts, windowOf).map(([act, window]) => ({ kind: 'message', act, step: located('hello'), window, span }));
}

function sequence(windowOf: fc.Arbitrary<WindowAst>): fc.Arbitrary<ExprAst> {
  const names = fc.array(fc.constantFrom('signed_up', 'order_placed'), { minLength: 2, maxLength: 3 });
  return fc.tuple(names, windowOf).map(([events, window]) => ({ kind: 'sequence', events: events.map(located), window, span }));
}

function located<T>(value: T): Located<T> {
  return { value, span };
}

function path(root: PathRoot, name: string): ExprAst {
  return { kind: 'path', root: located(root), name: located(name), span };
}

function number(value: number): ExprAst {
  return { kind: 'number', value, span };
}

function date(value: string): ExprAst {
  return { kind: 'date', value, span };
}

function binary(
  operator: fc.Arbitrary<'+' | '-' | '*' | '/'>,
  left: fc.Arbitrary<ExprAst>,
  right: fc.Arbitrary<ExprAst>,
): fc.Arbitrary<ExprAst> {
  return fc.record({ kind: fc.constant('arithmetic' as const), operator, left, right, span: fc.constant(span) });
}

function compare(
  operators: readonly CompareOperator[],
  left: fc.Arbitrary<ExprAst>,
  right: fc.Arbitrary<ExprAst>,
): fc.Arbitrary<ExprAst> {
  const operator = fc.constantFrom(...operators);
  const rest = { operatorSpan: fc.constant(span), span: fc.constant(span) };
  return fc.record({ kind: fc.constant('compare' as const), operator, left, right, ...rest });
}

function textTest(left: fc.Arbitrary<ExprAst>, right: fc.Arbitrary<ExprAst>): fc.Arbitrary<ExprAst> {
  const operator = fc.constantFrom('contains' as const, 'starts with' as const, 'ends with' as const);
  return fc.record({ kind: fc.constant('text-test' as const), operator, left, right, span: fc.constant(span) });
}

function isSet(operand: fc.Arbitrary<ExprAst>): fc.Arbitrary<ExprAst> {
  return fc.record({ kind: fc.constant('is-set' as const), operand, negated: fc.boolean(), span: fc.constant(span) });
}

function oneOf(left: fc.Arbitrary<ExprAst>, item: fc.Arbitrary<ExprAst>): fc.Arbitrary<ExprAst> {
  const right = fc.array(item, { minLength: 1, maxLength: 3 }).map((items): ExprAst => ({ kind: 'list', items, span }));
  return fc.record({ kind: fc.constant('in' as const), left, right, negated: fc.boolean(), span: fc.constant(span) });
}

/** `ends` from the least on: a range of numbers that holds nothing is refused. */
function range(left: fc.Arbitrary<ExprAst>, ends: readonly ExprAst[]): fc.Arbitrary<ExprAst> {
  const right = fc.subarray([...ends], { minLength: 2, maxLength: 2 }).map(([from, to]): ExprAst => {
    if (from === undefined || to === undefined) throw new Error('a range has two ends');
    return { kind: 'range', from, to, span };
  });
  return fc.record({ kind: fc.constant('in' as const), left, right, negated: fc.boolean(), span: fc.constant(span) });
}

function history(
  name: 'did' | 'count' | 'sum' | 'latest',
  property: string | undefined,
  window: fc.Arbitrary<WindowAst>,
  where: fc.Arbitrary<ExprAst | undefined>,
): fc.Arbitrary<ExprAst> {
  return fc.tuple(window, where).map(([during, filter]) => ({
    kind: 'history',
    function: name,
    event: located('order_placed'),
    ...(property === undefined ? {} : { property: located(property) }),
    window: during,
    ...(filter === undefined ? {} : { where: filter }),
    span,
  }));
}
