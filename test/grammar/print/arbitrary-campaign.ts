import fc from 'fast-check';
import { stringify } from 'yaml';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import { arbitraryExpression } from '../arbitrary-expression.js';

// Keys and verbs are names, too, wherever a name stands.
const name = fc.constantFrom('hello', 'trial-welcome', 'end', 'goal', 'at', 'most', 'when', 'campaign', 'then', 'in', 'flight', 'title', 'on', 'late');
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('Hello: you', '#1', "it's", '"quoted"', '- x', 'true', '12', 'null', '~', '{ }', 'a\nb', ' x ', "'"),
).filter((value) => value.trim() !== '' && !/[\p{Cc}\p{Cs}\ufeff\u2028\u2029]/u.test(value.replaceAll('\n', '')));
// Some hundred of them stand for all: what conditions there are is asked of the phrase alone, and
// here it is about what stands around it.
const condition = fc.constantFrom(
  ...fc
    .sample(arbitraryExpression.map(printExpression), { numRuns: 2_000, seed: 1 })
    .filter((value) => value.length < 200 && !value.includes('\\n')),
);
const duration = fc.constantFrom('3d', '48h', '2w', '30min');
const at = fc.constantFrom('day 2 09:30 mon-fri spread 30min', 'lead.trial_ends_at - 3d 09:00', '09:00 mon-fri', '2026-10-01 09:00 lead time spread 2h');
const value = fc.oneof(text, fc.integer({ min: 0, max: 10_000 }), fc.boolean(), fc.constant('= lead.plan'));

function some<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  // A key that is seldom there still meets every other in a thousand campaigns, and they stay short.
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const common = { after: some(duration), at: some(at), late: some(fc.constantFrom('send', 'skip', 'end')), note: some(text), was: some(name) };

const { steps } = fc.letrec<{ steps: object[]; step: object }>((tie) => {
  const list = fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps', size: 'xsmall' });
  const named = fc.dictionary(name, list, { minKeys: 1, maxKeys: 3, size: 'xsmall', noNullPrototype: true });
  return {
    steps: list,
    step: fc.oneof(
      { depthSize: 'xsmall', depthIdentifier: 'steps' },
      fc.record({ send: name, template: some(name), when: some(condition), unsure: some(fc.constantFrom('skip', 'repeat')), ...common }),
      fc.record({ end: name, ...common }),
      fc.record({ set: name, attribute: fc.constant('lead.plan'), to: condition, when: some(condition), ...common }),
      fc.record({ start: name, campaign: some(name), ...common }),
      fc.record({ do: name, action: some(name), with: some(fc.dictionary(name, value, { noNullPrototype: true })), failed: some(fc.constantFrom('end', 'continue')) }),
      fc.record({ wait: name, for: condition, at_most: some(duration), then: some(list), else: some(list), ...common }),
      fc.record({ if: name, when: condition, then: some(list), else: some(list), ...common }),
      fc.record({ branch: name, on: fc.constant('lead.plan'), cases: named, else: some(list) }),
      fc.record({
        split: name,
        best: some(fc.constant('clicked(issue since entry) after 2d else short')),
        arms: fc.dictionary(name, fc.record({ share: some(fc.constant('50%')), steps: list }), { minKeys: 1, noNullPrototype: true }),
        ...common,
      }),
      fc.record({
        task: name,
        team: some(name),
        title: some(text),
        assign: some(fc.array(fc.constantFrom('enterprise when account.size in [1, 2]', 'inbound by rotation'), { minLength: 1 })),
        outcomes: some(named),
        ...common,
      }),
      fc.record({ repeat: name, every: duration, times: some(fc.nat(9)), none_left: some(fc.constantFrom('end', 'continue')), steps: some(list) }),
    ),
  };
});

const way = fc.oneof(
  fc.record({ on: fc.oneof({ weight: 3, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('changed(lead.plan)', 'changed(account.size)') }), where: some(condition), again: some(fc.constantFrom('never', 'after 180d', 'each event.order_id')), note: some(text) }),
  fc.record({ becomes: condition, already: some(fc.constantFrom('enter', 'since 2026-09-01')) }),
  fc.record({ every: fc.constantFrom('year on lead.birthday 09:00', 'week on mon,thu 09:00 spread 2h'), late: some(fc.constantFrom('skip', 'enter')) }),
);

/** A campaign in YAML with any values that its keys can have, in any order; not always one that checks. */
export const arbitraryCampaign: fc.Arbitrary<string> = fc
  .record({
    campaign: name,
    kind: name,
    stage: name,
    owner: text,
    title: some(text),
    note: some(text),
    cost: some(fc.constant('1200 EUR')),
    enter: fc.array(way, { minLength: 1, maxLength: 3 }),
    leave: some(fc.array(fc.record({ when: condition }), { minLength: 1, maxLength: 2 })),
    goal: some(fc.constant('order_placed where event.total > 100 within 30d')),
    excludes: some(fc.array(name, { minLength: 1 })),
    email: some(fc.constant('topic goal from end hours business')),
    playlists: some(fc.dictionary(name, fc.array(fc.constantFrom('end', 'tip when lead.plan in ["a", "b"]'), { minLength: 1 }), { minKeys: 1, noNullPrototype: true })),
    in_flight: some(fc.dictionary(name, fc.constantFrom('adopt', 'end', 'move_to hello'), { minKeys: 1, noNullPrototype: true })),
    steps: steps.filter((list) => list.length > 0),
  })
  .chain((campaign) => {
    const entries = Object.entries(withoutAbsent(campaign));
    return fc.shuffledSubarray(entries, { minLength: entries.length }).map((all) => stringify(Object.fromEntries(all), { lineWidth: 0 }));
  });

function withoutAbsent(node: object): object {
  return JSON.parse(JSON.stringify(node));
}
