import fc from 'fast-check';
import type { Scope } from '../../../runtime/engine/conditions/scope.js';
import type { AccountFacts, PastAct, PluginFunction, RfmFacts } from '../../../runtime/engine/further-facts.js';
import type { PastEvent, PastSend } from '../../../runtime/engine/types.js';
import { days, hourMs, moments, numbers, texts } from './typed-expression.js';

/** A value as a store may hold it: right, missing, or of a type that its schema forbids. */
function stored(right: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...right) },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>('soon', 7, true, null, [], {}, Number.NaN, Number.POSITIVE_INFINITY) },
  );
}

const attributes = fc
  .record({
    name: stored(texts),
    maybe: stored(texts),
    size: stored(numbers),
    maybe_size: stored(numbers),
    staff: stored([true, false]),
    plan: stored(['free', 'pro']),
    day: stored([...days, '2026-01-01T10:00:00Z']),
    moment: stored([...moments, '2026-01-01T00:00:00Z', '2026-01-02']),
  })
  .map(withoutMissing);

const event: fc.Arbitrary<Omit<PastEvent, 'seq'>> = fc.record({
  name: fc.constantFrom('order_placed', 'order_placed', 'signed_up'),
  at: fc.constantFrom(...moments),
  properties: fc.record({ total: stored(numbers), items: stored(numbers), code: stored(texts), plan: stored(['free', 'pro']) }).map(withoutMissing),
});

const act: fc.Arbitrary<PastAct> = fc.record({
  campaign: fc.constantFrom('demo', 'other'),
  step: fc.constantFrom('hello', 'bye'),
  act: fc.constantFrom('opened' as const, 'clicked' as const, 'replied' as const),
  at: fc.constantFrom(...moments),
});

const account: fc.Arbitrary<AccountFacts> = fc.record({
  id: fc.constant('a'),
  attributes: fc.record({ size: stored(numbers), tier: stored(['free', 'pro']) }).map(withoutMissing),
});

const fifth = fc.constantFrom(1, 3, 5);

/** Who bought but once has no latency. */
const rfm: fc.Arbitrary<RfmFacts> = fc
  .record({ r: fifth, f: fifth, m: fifth, rank: fc.constantFrom(0.1, 0.2, 1), latencyMs: fc.option(fc.constantFrom(0, hourMs, 48 * hourMs)) })
  .map(({ latencyMs, ...parts }) => ({ ...parts, ...(latencyMs === null ? {} : { latencyMs }) }));

const send: fc.Arbitrary<PastSend> = fc.record({
  key: fc.constant('k'),
  campaign: fc.constantFrom('demo', 'other'),
  step: fc.constantFrom('hello', 'bye'),
  class: fc.constant('marketing' as const),
  state: fc.constantFrom('claimed' as const, 'under_way' as const, 'sent' as const, 'unknown' as const, 'withdrawn' as const, 'refused' as const),
  at: fc.constantFrom(...moments),
});

const functions: ReadonlyMap<string, PluginFunction> = new Map([
  [
    'domain_of',
    ([address]) => {
      if (address === 'B') throw new Error('a function of a plug-in may fail');
      return address === '' || address === undefined ? null : `@${String(address)}`;
    },
  ],
]);

/** What is known of one lead that entered `demo` by the first of its events. */
export const someFacts: fc.Arbitrary<Scope & { readonly entry: PastEvent; readonly enteredAt: number }> = fc
  .record({
    attributes,
    events: fc.array(event, { minLength: 1, maxLength: 5 }),
    entered: fc.nat(4),
    now: fc.constantFrom(...moments),
    fit: fc.constantFrom(...numbers.slice(0, 5)),
    pain: fc.constantFrom(...numbers.slice(0, 5)),
    sends: fc.array(send, { maxLength: 3 }),
    acts: fc.array(act, { maxLength: 3 }),
    account: fc.option(account, { nil: undefined }),
    rfm: fc.option(rfm, { nil: undefined }),
    lists: fc.subarray(['vips', 'targets']).map((names) => new Set(names)),
    campaigns: fc.subarray(['demo']).map((names) => new Set(names)),
  })
  .map(({ attributes: held, events, entered, now, fit, pain, ...others }) => {
    // Oldest first, and in the order of arrival where they share a moment.
    const inOrder = events.toSorted((one, other) => one.at - other.at).map((one, seq) => ({ ...one, seq }));
    const entry = inOrder[entered % inOrder.length] ?? { seq: 0, name: 'signed_up', at: now, properties: {} };
    return { campaign: 'demo', attributes: held, score: { fit, pain }, now, entry, enteredAt: entry.at, events: inOrder, functions, ...others };
  });

function withoutMissing(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
