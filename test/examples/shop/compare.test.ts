import { expect, test } from 'vitest';
import { compareJourneys } from '../../../examples/shop/compare.js';
import { expectedJourneys } from '../../../examples/shop/expected.js';
import type { Journey } from '../../../examples/shop/expected.js';
import { readOrders, replayEnd } from '../../../examples/shop/replay.js';
import { shopRules } from '../../../examples/shop/shop-rules.js';
import type { StepRule } from '../../../examples/shop/shop-rules.js';
import { csvOf, ordersCsv } from './shop-data.js';

const end = replayEnd(readOrders(ordersCsv));
const real = expectedJourneys(ordersCsv, end);

// One lead, one order: three journeys.
const small = expectedJourneys(csvOf('7 2011-05-02 10:00'), end);
const second = (change: (journey: Journey) => Journey) =>
  small.map((journey) => (journey.campaign === 'second-order' ? change(journey) : journey));

test('equal journeys agree, in whatever order they come', () => {
  expect(compareJourneys(real, [...real].reverse())).toEqual([]);
});

test('one wait that is two days longer is found in every lead that meets it', () => {
  const longer = (step: StepRule): StepRule =>
    step.kind === 'mail' && step.step === 'been-a-while' ? { ...step, days: step.days + 2 } : step;
  const shifted = shopRules.map((rule) => ({ ...rule, steps: rule.steps.map(longer) }));
  const mismatches = compareJourneys(real, expectedJourneys(ordersCsv, end, shifted));
  expect(new Set(mismatches.map(({ campaign }) => campaign))).toEqual(new Set(['win-back']));
  const touched = real.filter(({ steps }) => steps.some(({ step }) => step === 'been-a-while'));
  expect(new Set(mismatches.map(({ lead }) => lead))).toEqual(new Set(touched.map(({ lead }) => lead)));
});

test('a mail that is two days late is told with both times', () => {
  const late = second((journey) => ({
    ...journey,
    steps: journey.steps.map((step) =>
      step.step === 'find-its-match' ? { ...step, at: step.at + 2 * 86_400_000 } : step,
    ),
  }));
  expect(compareJourneys(small, late)).toEqual([
    {
      kind: 'step',
      lead: '7',
      campaign: 'second-order',
      text:
        'Lead 7 in second-order since 2011-05-02T09:00:00.000Z: "find-its-match" sent at 2011-05-12T09:00:00.000Z ' +
        'was expected, but "find-its-match" sent at 2011-05-14T09:00:00.000Z.',
    },
  ]);
});

test('a millisecond is a difference', () => {
  const late = second((journey) => ({
    ...journey,
    steps: journey.steps.map((step) => ({ ...step, at: step.at + 1 })),
  }));
  expect(compareJourneys(small, late).map(({ kind }) => kind)).toEqual(['step', 'step']);
});

test('a missing mail is found, and so is one too many', () => {
  const fewer = second((journey) => ({ ...journey, steps: journey.steps.slice(0, 1) }));
  expect(compareJourneys(small, fewer).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'missing-step: Lead 7 in second-order since 2011-05-02T09:00:00.000Z: "new-on-the-shelf" sent at ' +
      '2011-06-01T09:00:00.000Z was expected, but its turn never came.',
  ]);
  expect(compareJourneys(fewer, small).map(({ kind }) => kind)).toEqual(['extra-step']);
});

test('the same mail twice is found', () => {
  const twice = second((journey) => ({ ...journey, steps: [...journey.steps, ...journey.steps.slice(1)] }));
  expect(compareJourneys(small, twice).map(({ kind }) => kind)).toEqual(['extra-step']);
});

test('a mail skipped for another reason is found; a reason that one side does not give is not asked', () => {
  const reason = (detail?: string) =>
    second((journey) => ({
      ...journey,
      steps: journey.steps.map(({ step, at }) => {
        const skipped = { step, at, fate: 'skipped' } as const;
        return detail === undefined ? skipped : { ...skipped, detail };
      }),
    }));
  expect(compareJourneys(reason('condition'), reason('over_cap')).map(({ kind }) => kind)).toEqual(['step', 'step']);
  expect(compareJourneys(reason('condition'), reason())).toEqual([]);
});

test('another ending is found, in kind, in time and in being there at all', () => {
  const other = second((journey) => ({ ...journey, ending: { how: 'goal', at: journey.ending?.at ?? 0 } }));
  const later = second((journey) => ({ ...journey, ending: { how: 'finished', at: (journey.ending?.at ?? 0) + 1 } }));
  const open = second(({ lead, campaign, enteredAt, steps }) => ({ lead, campaign, enteredAt, steps }));
  for (const actual of [other, later, open]) {
    expect(compareJourneys(small, actual).map(({ kind }) => kind)).toEqual(['ending']);
  }
  expect(compareJourneys(small, open)[0]?.text).toContain('ending "finished" at 2011-07-31T09:00:00.000Z was expected');
});

test('an enrolment that is missing and one too many are found', () => {
  const fewer = small.slice(1);
  expect(compareJourneys(small, fewer).map(({ kind }) => kind)).toEqual(['missing-entry']);
  expect(compareJourneys(fewer, small).map(({ kind }) => kind)).toEqual(['extra-entry']);
});

test('an entry at another time is one missing and one too many', () => {
  const later = second((journey) => ({ ...journey, enteredAt: journey.enteredAt + 1 }));
  expect(compareJourneys(small, later).map(({ kind }) => kind)).toEqual(['missing-entry', 'extra-entry']);
});

test('two enrolments of one minute are told apart by which ended first', () => {
  const twins = expectedJourneys(csvOf('7 2011-05-02 10:00', '7 2011-05-02 10:00'), end);
  expect(compareJourneys(twins, [...twins].reverse())).toEqual([]);
});
