import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectedJourneys } from '../../../examples/shop/expected.js';
import { readOrders, replayEnd } from '../../../examples/shop/replay.js';
import type { CampaignRule } from '../../../examples/shop/shop-rules.js';
import { csvOf, ordersCsv, told } from './shop-data.js';

const end = replayEnd(readOrders(ordersCsv));
const journeys = expectedJourneys(ordersCsv, end);
const storyOf = (lead: string) => told(journeys.filter((journey) => journey.lead === lead));

test('customer 16260: one large order; the clocks change before the held mail leaves', () => {
  // Ordered 2011-10-20 09:40 BST for 1,035.45. Three mails by day 9, so the one of day 10 waits until the
  // first of them is seven days old: 08:40 in London, for the clocks went back on 30 October.
  expect(storyOf('16260')).toEqual([
    '2011-10-20 08:40 enters post-purchase',
    '2011-10-24 08:40   thank-you sent',
    '2011-10-27 08:40   care-guide sent',
    '2011-10-29 08:40   personal-note sent',
    '2011-11-10 09:40   ask-for-review sent',
    '2011-11-10 09:40 finished',
    '2011-10-20 08:40 enters second-order',
    '2011-10-31 08:40   find-its-match sent',
    '2011-11-20 08:40   new-on-the-shelf sent',
    '2012-01-19 08:40 finished',
    '2011-10-20 08:40 enters win-back',
    '2011-12-16 09:40   been-a-while sent',
    '2012-02-11 09:40   what-is-new sent',
    '2012-04-08 08:40   last-word skipped: condition',
    '2012-04-17 08:40 finished',
  ]);
});

test('customer 17100: two orders in one minute are a first and a second one', () => {
  // Ordered 2011-11-21 16:36 GMT twice, for 939.89 and 31.85: together not yet 1,000.
  expect(storyOf('17100')).toEqual([
    '2011-11-21 16:36 enters post-purchase',
    '2011-11-25 16:36   thank-you sent',
    '2011-11-28 16:36   care-guide sent',
    '2011-12-12 16:36   ask-for-review skipped: condition',
    '2011-12-12 16:36 finished',
    '2011-11-21 16:36 enters second-order',
    '2011-11-21 16:36 goal',
    '2011-11-21 16:36 enters win-back',
    '2011-11-21 16:36 goal',
    '2011-11-21 16:36 enters win-back',
    '2012-01-17 16:36   been-a-while sent',
    '2012-03-14 16:36   what-is-new sent',
    '2012-05-10 15:36   last-word sent',
    '2012-05-19 15:36 finished',
  ]);
});

test('customer 12371: the second order ends two series, and is too soon for another thank-you', () => {
  // Ordered 2011-10-11 10:43 BST for 1,527.96 and 2011-10-26 10:16 BST for 360.00.
  expect(storyOf('12371')).toEqual([
    '2011-10-11 09:43 enters post-purchase',
    '2011-10-15 09:43   thank-you sent',
    '2011-10-18 09:43   care-guide sent',
    '2011-10-20 09:43   personal-note sent',
    '2011-11-01 10:43   ask-for-review skipped: condition',
    '2011-11-01 10:43 finished',
    '2011-10-11 09:43 enters second-order',
    '2011-10-22 09:43   find-its-match sent',
    '2011-10-26 09:16 goal',
    '2011-10-11 09:43 enters win-back',
    '2011-10-26 09:16 goal',
    '2011-10-26 09:16 enters win-back',
    '2011-12-22 10:16   been-a-while sent',
    '2012-02-17 10:16   what-is-new sent',
    '2012-04-14 09:16   last-word sent',
    '2012-04-23 09:16 finished',
  ]);
});

test('over the whole excerpt every enrolment has ended, and no cap is broken', () => {
  const counts = new Map<string, number>();
  for (const { campaign, ending } of journeys) {
    const key = `${campaign} ${ending?.how}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({
    'post-purchase finished': 1095,
    'second-order goal': 230,
    'second-order finished': 282,
    'win-back goal': 1412,
    'win-back finished': 570,
  });
  for (const sent of sentByLead().values()) {
    sent.forEach((at, index) => {
      expect(at - (sent[index - 3] ?? -Infinity)).toBeGreaterThanOrEqual(7 * 86_400_000);
      expect(at - (sent[index - 2] ?? -Infinity)).toBeGreaterThanOrEqual(86_400_000);
    });
  }
});

test('no two mails of one lead fall on one instant, so their order is never a matter of taste', () => {
  for (const sent of sentByLead().values()) expect(new Set(sent).size).toBe(sent.length);
});

test('a mail for which the caps leave no room within five days is dropped', () => {
  // Two at once fill the day; the third waits a day and the fourth would have to wait for day 7.
  const mail = (step: string) => ({ kind: 'mail', step, days: 0 }) as const;
  const crowd: CampaignRule = {
    campaign: 'crowd',
    enters: () => true,
    onOrder: () => undefined,
    steps: ['one', 'two', 'three', 'four'].map(mail),
  };
  expect(told(expectedJourneys(csvOf('7 2011-05-02 10:00'), end, [crowd]))).toEqual([
    '2011-05-02 09:00 enters crowd',
    '2011-05-02 09:00   one sent',
    '2011-05-02 09:00   two sent',
    '2011-05-03 09:00   three sent',
    '2011-05-03 09:00   four skipped: over_cap',
    '2011-05-03 09:00 finished',
  ]);
});

test('an order in the very minute of a mail stops it', () => {
  const [, second] = expectedJourneys(csvOf('7 2011-05-02 10:00', '7 2011-05-12 10:00'), end);
  expect(second).toMatchObject({ campaign: 'second-order', steps: [], ending: { how: 'goal' } });
});

test('behind the 180 days of the goal a new order still ends the win-back, as a leave', () => {
  // From summer to winter 180 calendar days are an hour longer than the goal counts.
  const [, , winBack] = expectedJourneys(csvOf('7 2011-05-10 10:00', '7 2011-11-06 09:30'), end);
  expect(winBack).toMatchObject({ campaign: 'win-back', ending: { how: 'left' } });
});

test('what lies behind the end of the replay is not told', () => {
  const [first] = expectedJourneys(csvOf('7 2011-05-02 10:00'), Date.UTC(2011, 4, 6, 9, 0));
  expect(first?.steps).toHaveLength(1);
  expect(first?.ending).toBeUndefined();
});

test('a row that is not an order is an error, not a gap in the proof', () => {
  expect(() => expectedJourneys(csvOf('7 yesterday 10:00'), end)).toThrow('not an order');
});

test.each(['expected.ts', 'shop-rules.ts', 'london.ts'])('%s imports nothing but its own three files', (file) => {
  const source = readFileSync(new URL(`../../../examples/shop/${file}`, import.meta.url), 'utf8');
  const imported = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
  expect(imported.filter((from) => from !== './london.js' && from !== './shop-rules.js')).toEqual([]);
});

function sentByLead(): ReadonlyMap<string, readonly number[]> {
  const sent = new Map<string, number[]>();
  for (const { lead, steps } of journeys) {
    const times = steps.filter(({ fate }) => fate === 'sent').map(({ at }) => at);
    sent.set(lead, [...(sent.get(lead) ?? []), ...times].sort((left, right) => left - right));
  }
  return sent;
}
