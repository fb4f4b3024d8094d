import { describe, expect, test } from 'vitest';
import type { Expression, Window } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../../../runtime/engine/conditions/condition.js';
import { explain } from '../../../runtime/engine/explain.js';
import { nextFlip } from '../../../runtime/engine/conditions/flip.js';
import type { FurtherFacts, PluginFunction } from '../../../runtime/engine/further-facts.js';
import type { Scope } from '../../../runtime/engine/conditions/scope.js';
import { scopeOf } from '../../../runtime/engine/conditions/scope.js';
import { trace } from '../../../runtime/engine/conditions/trace.js';
import type { Given } from './engine-fixture.js';
import { day, event, facts, hour, monday } from './engine-fixture.js';

const now = monday + 10 * day;

function scope(further: FurtherFacts = {}, given: Given = {}): Scope {
  return scopeOf('welcome', { ...facts(given), ...further }, now);
}

/** Both evaluators, which must agree, and what a person is told. */
function asked(expression: Expression, within: Scope): readonly [unknown, string] {
  const outcome = evaluatorOf(expression)(within);
  expect(trace(expression, within).outcome).toBe(outcome);
  return [outcome, explain(expression, within)];
}

const constant = (value: number | string): Expression => ({ kind: 'constant', value });
const compare = (left: Expression, operator: '>' | '<=' | '==', right: Expression): Expression => ({ kind: 'compare', operator, left, right });
const sinceEntry: Window = { kind: 'since-entry' };
const lastWeek: Window = { kind: 'in-last', ms: 7 * day };

describe('an account', () => {
  const size: Expression = { kind: 'account', name: 'size', type: 'number', default: 5 };
  const account = (attributes: Record<string, unknown>) => scope({ account: { id: 'acme', attributes } });

  test.each([
    ['has the attribute', account({ size: 50 }), [true, 'account.size is 50']],
    ['lacks the attribute, and the schema has a default', account({}), [false, 'account.size is 5, needs > 10']],
    ['has it of another type', account({ size: 'many' }), [false, 'account.size is 5, needs > 10']],
    // The default says nothing of a lead without an account.
    ['does not exist', scope(), [undefined, 'account.size is not set']],
  ])('that %s', (_case, within, wanted) => {
    expect(asked(compare(size, '>', constant(10)), within)).toEqual(wanted);
  });

  test('changes by events alone', () => {
    expect(nextFlip(compare(size, '>', constant(10)), account({ size: 1 }))).toBeUndefined();
  });
});

describe('a rank', () => {
  const rfm = { r: 5, f: 2, m: 3, rank: 0.18, latencyMs: 20 * day };
  const rank: Expression = { kind: 'rfm', part: 'rank' };
  const latency: Expression = { kind: 'rfm', part: 'latency' };
  const threeTimes: Expression = { kind: 'arithmetic', operator: '*', left: constant(1.5), right: latency };
  const sinceOrder: Expression = { kind: 'time-since', event: 'order_placed' };
  const lapsed = compare(sinceOrder, '>', threeTimes);

  test('is known of buyers alone', () => {
    expect(asked(compare(rank, '<=', constant(0.2)), scope({ rfm }))).toEqual([true, 'rfm.rank is 0.18']);
    expect(asked(compare(rank, '<=', constant(0.2)), scope())).toEqual([undefined, 'rfm.rank is not known']);
    expect(asked({ kind: 'not', operand: compare(rank, '<=', constant(0.2)) }, scope())[0]).toBeUndefined();
  });

  test('has a latency only once somebody came back', () => {
    const { latencyMs: _none, ...withoutLatency } = rfm;
    expect(asked(compare(latency, '>', constant(day)), scope({ rfm }))).toEqual([true, 'rfm.latency is 20 days']);
    expect(asked(compare(latency, '>', constant(day)), scope({ rfm: withoutLatency }))[0]).toBeUndefined();
  });

  test('times the latency flips at the moment itself', () => {
    const bought = { events: [event('order_placed', now - 4 * day)] };
    expect(asked(lapsed, scope({ rfm }, bought))[0]).toBe(false);
    // Reached at that moment, and passed one ms later.
    expect(nextFlip(lapsed, scope({ rfm }, bought))).toBe(now + 26 * day);
    // Without a latency no time tells; the ranking that brings one has the lead looked at.
    expect(nextFlip(lapsed, scope({}, bought))).toBeUndefined();
  });
});

describe('velocity', () => {
  const velocity: Expression = { kind: 'score', part: 'velocity' };
  const since = (days: number) => scope({}, { score: { fit: 40, pain: 60, since: now - days * day } });

  // domain.md S-17: both reach 100.
  test.each([
    [14, 7.1],
    [1, 100],
    [0.5, 100],
  ])('of 100 points in %d days is %d', (days, points) => {
    expect(asked(velocity, since(days))[0]).toBeCloseTo(points, 0);
  });

  test('of somebody just heard of is the score', () => {
    expect(asked(velocity, scope({}, { score: { fit: 3, pain: 4 } }))[0]).toBe(7);
  });

  test('falls below a limit at a moment that can be told', () => {
    const fast = compare(velocity, '>', constant(5));
    expect(asked(fast, since(14))).toEqual([true, 'score.velocity is 7.14']);
    const at = nextFlip(fast, since(14)) ?? 0;
    expect(at).toBe(now + 6 * day);
    const then = { ...since(14), now: at + 2 };
    expect(evaluatorOf(fast)(then)).toBe(false);
    expect(evaluatorOf(fast)({ ...then, now: at - 2 })).toBe(true);
  });

  test('beside anything else is looked at every hour', () => {
    const twice: Expression = { kind: 'arithmetic', operator: '*', left: velocity, right: constant(2) };
    expect(nextFlip(compare(twice, '>', constant(5)), since(14))).toBe(Math.floor(now / hour) * hour + hour);
  });
});

describe('what a person did with a message', () => {
  const act = (kind: 'opened' | 'clicked' | 'replied', window: Window): Expression => ({
    kind: 'message',
    act: kind,
    campaign: 'welcome',
    step: 'hello',
    window,
  });
  const clicked = { campaign: 'welcome', step: 'hello', act: 'clicked', at: now - 2 * day } as const;

  test.each([
    ['clicked', sinceEntry, [clicked], [true, 'hello was clicked since entry']],
    ['opened', sinceEntry, [clicked], [false, 'hello was not opened since entry']],
    ['replied', lastWeek, [], [false, 'hello was not answered in the last 7 days']],
    ['clicked', lastWeek, [{ ...clicked, at: now - 8 * day }], [false, 'hello was not clicked in the last 7 days']],
    ['clicked', sinceEntry, [{ ...clicked, campaign: 'other' }], [false, 'hello was not clicked since entry']],
    ['clicked', sinceEntry, [{ ...clicked, step: 'bye' }], [false, 'hello was not clicked since entry']],
  ] as const)('%s', (kind, window, acts, wanted) => {
    expect(asked(act(kind, window), scope({ acts }))).toEqual(wanted);
  });

  test('leaves a rolling window its length later', () => {
    expect(nextFlip(act('clicked', lastWeek), scope({ acts: [clicked] }))).toBe(clicked.at + 7 * day);
    expect(nextFlip(act('clicked', sinceEntry), scope({ acts: [clicked] }))).toBeUndefined();
  });

  test('that nobody loaded, nobody did', () => {
    expect(asked(act('clicked', sinceEntry), scope())[0]).toBe(false);
  });
});

describe('a sequence', () => {
  const sequence = (window: Window, ...events: string[]): Expression => ({ kind: 'sequence', events, window });
  const [first, second] = [event('demo', now - 5 * day, {}, 10), event('order', now - 3 * day, {}, 11)];

  test.each([
    ['in order', [first, second], true, 'demo, then order came in this order in the last 7 days'],
    ['the wrong way round', [{ ...second, at: now - 6 * day, seq: 9 }, first], false, 'demo, then order did not come in this order in the last 7 days'],
    ['with others between', [first, event('other', now - 4 * day), second], true, undefined],
    ['one alone', [second], false, undefined],
    ['partly before the window', [{ ...first, at: now - 9 * day }, second], false, undefined],
    ['again behind a wrong start', [{ ...second, at: now - 6 * day, seq: 9 }, first, second], true, undefined],
  ] as const)('%s', (_case, events, holds, words) => {
    const [outcome, told] = asked(sequence(lastWeek, 'demo', 'order'), scope({}, { events }));
    expect(outcome).toBe(holds);
    if (words !== undefined) expect(told).toBe(words);
  });

  test('of one event twice needs two of it', () => {
    expect(asked(sequence(lastWeek, 'demo', 'demo'), scope({}, { events: [first] }))[0]).toBe(false);
    expect(asked(sequence(lastWeek, 'demo', 'demo'), scope({}, { events: [first, event('demo', now - day)] }))[0]).toBe(true);
  });

  test('is over when its first event leaves the window', () => {
    expect(nextFlip(sequence(lastWeek, 'demo', 'order'), scope({}, { events: [first, second] }))).toBe(first.at + 7 * day);
  });

  test('between unknown moments is unknown', () => {
    const unknown: Expression = { kind: 'attribute', name: 'nothing', type: 'timestamp' };
    const window: Window = { kind: 'between', from: unknown, to: { kind: 'now' } };
    expect(asked(sequence(window, 'demo', 'order'), scope({}, { events: [first, second] }))[0]).toBeUndefined();
  });
});

test('a lead is on a list and in a campaign, or it is not', () => {
  const onList: Expression = { kind: 'in-list', subject: 'account', list: 'targets' };
  const inside: Expression = { kind: 'in-campaign', campaign: 'trial' };
  expect(asked(onList, scope({ lists: new Set(['targets']) }))).toEqual([true, 'account is on the list targets']);
  expect(asked(onList, scope())).toEqual([false, 'account is not on the list targets']);
  expect(asked(inside, scope({ campaigns: new Set(['trial']) }))).toEqual([true, 'lead is in the campaign trial']);
  expect(asked(inside, scope())).toEqual([false, 'lead is not in the campaign trial']);
});

describe('a function of a plug-in', () => {
  const call = (name: string, ...given: Expression[]): Expression => ({ kind: 'call', function: name, arguments: given, type: 'text' });
  const email: Expression = { kind: 'attribute', name: 'email', type: 'text' };
  const functions = new Map<string, PluginFunction>([
    ['domain_of', ([address]) => String(address).split('@')[1] ?? null],
    ['fails', () => { throw new Error('no'); }],
    ['lies', () => 3],
    ['silent', () => null],
  ]);
  const isExample = (name: string, argument = email) => compare(call(name, argument), '==', constant('example.com'));

  test.each([
    ['answers', isExample('domain_of'), true],
    ['is given something unknown', isExample('domain_of', { kind: 'attribute', name: 'nothing', type: 'text' }), undefined],
    ['fails', isExample('fails'), undefined],
    ['answers with another type', isExample('lies'), undefined],
    ['has no answer', isExample('silent'), undefined],
    ['is not there', isExample('nobody'), undefined],
  ])('that %s', (_case, expression, wanted) => {
    expect(asked(expression, scope({ functions }))[0]).toBe(wanted);
  });

  test('is not known, in words, where it has no answer', () => {
    expect(asked(isExample('silent'), scope({ functions }))[1]).toBe('silent(…) is not known');
  });

  test('changes by time where its arguments do', () => {
    expect(nextFlip(call('domain_of', { kind: 'now' }), scope({ functions }))).toBe(Math.floor(now / hour) * hour + hour);
    expect(nextFlip(call('domain_of', email), scope({ functions }))).toBeUndefined();
  });
});

describe('events that were folded', () => {
  const folded = new Map([
    ['order', { count: 3, firstAt: monday - 900 * day, latestAt: monday - 800 * day, properties: { total: 7 }, sums: { total: 60 } }],
  ]);
  const of = (window: Window) => ({ event: 'order', window });
  const later = { events: [event('order', now - day, { total: 40 })] };

  test('count as far as they are known', () => {
    const ever: Window = { kind: 'ever' };
    expect(asked({ kind: 'count', ...of(ever) }, scope({ folded }, later))[0]).toBe(4);
    expect(asked({ kind: 'did', ...of(ever) }, scope({ folded }))[0]).toBe(true);
    expect(asked({ kind: 'sum', ...of(ever), property: 'total', type: 'number' }, scope({ folded }, later))[0]).toBe(100);
    expect(asked({ kind: 'latest', ...of(ever), property: 'total', type: 'number' }, scope({ folded }))[0]).toBe(7);
    expect(asked({ kind: 'time-since', event: 'order' }, scope({ folded }))[0]).toBe(810 * day);
  });

  test('all lie before the entry, and outside of any window since', () => {
    expect(asked({ kind: 'count', ...of({ kind: 'before-entry' }) }, scope({ folded }, later))[0]).toBe(3);
    expect(asked({ kind: 'count', ...of(sinceEntry) }, scope({ folded }, later))[0]).toBe(1);
    expect(asked({ kind: 'count', ...of(lastWeek) }, scope({ folded }, later))[0]).toBe(1);
  });

  test('answer no condition any more', () => {
    const where = compare({ kind: 'event', name: 'total', type: 'number' }, '>', constant(1));
    expect(asked({ kind: 'count', ...of({ kind: 'ever' }), where }, scope({ folded }, later))[0]).toBe(1);
  });
});
