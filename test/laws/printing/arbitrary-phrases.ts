import fc from 'fast-check';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { AtAst, Weekday } from '../../../grammar/ast/moment.js';
import type { PhraseType, PhraseTypes } from '../../../grammar/expressions/all-phrases.js';
import { depthOf } from '../../../grammar/expressions/depth.js';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import type { Duration } from '../../../grammar/duration.js';
import type { Located } from '../../../grammar/span.js';
import { arbitraryExpression } from '../../grammar/arbitrary-expression.js';

/** Any tree that a text can mean, for each phrase of the language; one that lacks does not compile. */
export type ArbitraryPhrases = { readonly [Type in PhraseType]: fc.Arbitrary<PhraseTypes[Type]> };

const nowhere = { file: '', start: 0, end: 0 };
const span = fc.constant(nowhere);

const name = located(fc.stringMatching(/^[a-z]{2,4}(?:-[a-z0-9]{1,3})?[xq]$/));
const field = located(fc.stringMatching(/^[a-z]{1,4}_?x$/));
const duration: fc.Arbitrary<Duration> = fc.record({
  amount: fc.nat(90),
  unit: fc.constantFrom('s', 'min', 'h', 'd', 'w', 'mo', 'y'),
});
const time = located(fc.nat(1439));
const share = located(fc.nat(1000).map((tenths) => tenths / 1000));
const count = located(fc.nat(500));
const points = located(fc.integer({ min: -200, max: 200 }));
const weekdays = fc
  .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
  .map((days): readonly Weekday[] => days.toSorted((one, other) => one - other));
const path: fc.Arbitrary<ExprAst> = fc
  .record({ root: located(fc.constantFrom('lead' as const, 'account' as const)), name: field })
  .map((parts) => ({ kind: 'path', ...parts, span: nowhere }));
const day: fc.Arbitrary<ExprAst> = fc
  .constantFrom('2026-03-01', '2024-02-29')
  .map((value) => ({ kind: 'date', value, span: nowhere }));

/** Kinds that stand alone in an expression, and all others around them. */
const window = fc.oneof(
  fc.constantFrom('ever' as const, 'since-entry' as const, 'before-entry' as const).map((kind) => ({ kind, span: nowhere })),
  duration.map((length) => ({ kind: 'in-last' as const, duration: length, span: nowhere })),
);
const lone: fc.Arbitrary<ExprAst> = fc.oneof(
  fc.record({
    kind: fc.constant('member' as const),
    subject: located(fc.constantFrom('lead' as const, 'account' as const)),
    of: fc.constant('group' as const),
    name,
    negated: fc.boolean(),
    span,
  }),
  fc.record({
    kind: fc.constant('member' as const),
    subject: located(fc.constant('lead' as const)),
    of: fc.constant('campaign' as const),
    name,
    negated: fc.boolean(),
    span,
  }),
  optional({
    kind: fc.constant('message' as const),
    act: fc.constantFrom('sent' as const, 'opened' as const, 'clicked' as const, 'replied' as const),
    step: name,
    window,
    span,
  }, { campaign: name }),
  fc.record({ kind: fc.constant('sequence' as const), events: fc.array(name, { minLength: 2, maxLength: 3 }), window, span }),
  fc.record({ kind: fc.constant('call' as const), name: field, arguments: fc.array(arbitraryExpression, { maxLength: 2 }), span }),
  fc.record({
    kind: fc.constant('in' as const),
    left: path,
    right: fc.record({
      kind: fc.constant('range' as const),
      from: fc.nat(9).map((value): ExprAst => ({ kind: 'number', value, span: nowhere })),
      to: fc.nat(99).map((value): ExprAst => ({ kind: 'number', value, span: nowhere })),
      span,
    }),
    negated: fc.boolean(),
    span,
  }),
);
const joined: fc.Arbitrary<ExprAst> = fc.record({
  kind: fc.constant('logic' as const),
  operator: fc.constantFrom('and' as const, 'or' as const),
  operands: fc.tuple(lone, arbitraryExpression),
  span,
});
const denied: fc.Arbitrary<ExprAst> = lone.map((operand) => ({ kind: 'not', operand, span: nowhere }));
const expression = fc
  .oneof({ weight: 6, arbitrary: arbitraryExpression }, lone, joined, denied)
  // What the language allows in one value.
  .filter((ast) => depthOf(ast) <= 40 && printExpression(ast).length <= 3_000);

const quietHours = fc.uniqueArray(fc.nat(1439), { minLength: 2, maxLength: 2 });

export const arbitraryPhrases: ArbitraryPhrases = {
  expression,
  duration: located(duration),
  percent: share,
  at: fc.oneof(
    atOf({ anchor: fc.record({ kind: fc.constant('day' as const), day: count }) }, { time }),
    atOf({ anchor: fc.record({ kind: fc.constant('day' as const), day: count }), time }, { clock: clockOf() }),
    atOf({ anchor: optional({ kind: fc.constant('date' as const), date: fc.oneof(path, day) }, { offset: offsetOf() }) }, { time }),
    atOf({ anchor: fc.constant({ kind: 'next' as const }), time }, { clock: clockOf() }),
  ),
  every: fc
    .oneof(
      fc.record({ unit: located(fc.constant('day' as const)) }),
      fc.record({ unit: located(fc.constant('week' as const)), on: fc.record({ kind: fc.constant('weekdays' as const), weekdays: located(weekdays) }) }),
      fc.record({
        unit: located(fc.constant('month' as const)),
        on: fc.record({ kind: fc.constant('month-day' as const), day: located(fc.integer({ min: 1, max: 31 })) }),
      }),
      fc.record({ unit: located(fc.constant('year' as const)), on: path.map((date) => ({ kind: 'date' as const, date })) }),
    )
    .chain((rhythm) => optional({}, { time, spread: located(duration) }).map((more) => ({ ...rhythm, ...more, span: nowhere }))),
  trigger: fc.oneof(
    name.map((event) => ({ kind: 'event' as const, event, span: nowhere })),
    path.map((attribute) => ({ kind: 'changed' as const, attribute, span: nowhere })),
  ),
  again: fc.oneof(
    fc.constantFrom('never' as const, 'always' as const).map((kind) => ({ kind, span: nowhere })),
    duration.map((length) => ({ kind: 'after' as const, duration: length, span: nowhere })),
    expression.map((key) => ({ kind: 'each' as const, key, span: nowhere })),
  ),
  unless: fc.record({ events: fc.array(name, { minLength: 1, maxLength: 3 }), within: located(duration), span }),
  already: fc.oneof(
    fc.constantFrom('enter' as const, 'skip' as const).map((kind) => ({ kind, span: nowhere })),
    fc.record({ kind: fc.constant('since' as const), date: located(fc.constant('2026-09-01')), span }),
  ),
  audience: optional({ segment: name, span }, { onePerAccountBy: expression }),
  goal: optional({ event: name, within: located(duration), span }, { where: expression }),
  email: optional(
    { topic: name, span },
    {
      from: name,
      hours: name,
      transactional: optional({ reason: located(fc.string({ unit: 'grapheme', maxLength: 12 })) }, { reviewed: name }),
    },
  ),
  cost: fc.record({ amount: located(fc.nat(100_000)), currency: located(fc.constantFrom('EUR', 'USD')), span }),
  variants: optional({ by: path, span }, { generic: share }),
  'in-flight-choice': fc.oneof(
    fc.constantFrom('finish_old' as const, 'adopt' as const, 'end' as const).map((kind) => ({ kind, span: nowhere })),
    fc.record({ kind: fc.constant('move_to' as const), step: name, span }),
  ),
  rollout: fc.record({
    share,
    holdWhen: fc.array(
      fc.record({ metric: located(fc.constantFrom('bounces' as const, 'complaints' as const, 'unsubscribes' as const)), above: share }),
      { maxLength: 3 },
    ),
    span,
  }),
  'playlist-item': optional({ template: name, span }, { when: expression }),
  best: fc.record({ measure: expression, after: located(duration), else: name, span }),
  assignment: optional(
    { to: name, span },
    { when: expression, by: located(fc.constantFrom('rotation' as const, 'random' as const, 'owner' as const)) },
  ),
  cap: fc.record({ count, window: located(duration), span }),
  'over-cap': optional({ span }, { defer: located(duration) }),
  'hours-span': fc
    .tuple(weekdays, fc.nat(1439), fc.integer({ min: 1, max: 600 }))
    .map(([days, from, length]) => ({ weekdays: days, from, until: Math.min(from + length, 1440), span: nowhere })),
  'quiet-hours': quietHours.map(([from = 0, until = 1]) => ({ from, until, span: nowhere })),
  'fit-rule': fc.record({ points, when: expression, span }),
  'pain-rule': optional(
    { points, event: name, once: fc.boolean(), span },
    {
      where: expression,
      perDay: count,
      fades: located(duration),
      basis: located(fc.constantFrom('guess' as const, 'calibrated' as const)),
    },
  ),
  'account-score': optional(
    { fit: located(fc.constantFrom('max' as const, 'sum' as const)), pain: located(fc.constantFrom('max' as const, 'sum' as const)), span },
    { perPerson: points },
  ),
};

function located<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Located<T>> {
  return value.map((one) => ({ value: one, span: nowhere }));
}

/** A record whose later parts may be left out. */
function optional<Parts extends object, More extends object>(
  parts: { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> },
  more: { [Key in keyof More]: fc.Arbitrary<More[Key]> },
) {
  const some = fc.record<More, never>(more, { requiredKeys: [] });
  return fc.tuple(fc.record<Parts>(parts), some).map(([all, rest]) => ({ ...all, ...rest }));
}

function clockOf() {
  return located(fc.constantFrom('lead' as const, 'account' as const, 'workspace' as const));
}

function offsetOf() {
  return fc.record({ sign: fc.constantFrom<1 | -1>(1, -1), duration, span });
}

function atOf<Head extends Pick<AtAst, 'anchor' | 'time'>, More extends Pick<AtAst, 'time' | 'clock'>>(
  head: { readonly [Key in keyof Head]: fc.Arbitrary<Head[Key]> },
  more: { readonly [Key in keyof More]: fc.Arbitrary<More[Key]> },
) {
  const tail = optional({ span }, { weekdays: located(weekdays), spread: located(duration) });
  return fc.tuple(optional<Head, More>(head, more), tail).map(([one, other]) => ({ ...one, ...other }));
}
