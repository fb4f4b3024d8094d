import { expect, test } from 'vitest';
import * as phrases from '../../../grammar/expressions/parse-phrases.js';
import { placeAt } from '../../../grammar/place.js';
import { codesAndPlaces } from '../reports.js';

const place = placeAt('x.yaml');

test('durations', () => {
  for (const text of ['10s', '30min', '24h', '3d', '2w', '6mo', '1y']) {
    expect(phrases.parseDuration(text, place).value?.span).toEqual({ file: 'x.yaml', start: 0, end: text.length });
  }
});

test('at: a day since entry', () => {
  expect(phrases.parseAt('day 2 09:30 mon-fri spread 30min', place).value).toMatchObject({
    anchor: { kind: 'day', day: { value: 2 } },
    time: { value: 570 },
    weekdays: { value: [1, 2, 3, 4, 5] },
    spread: { value: { amount: 30, unit: 'min' } },
  });
  expect(phrases.parseAt('day 0', place).value).not.toHaveProperty('time');
});

test('at: a date of the lead, with an offset', () => {
  expect(phrases.parseAt('lead.renewal_date - 60d 09:00 spread 1h', place).value).toMatchObject({
    anchor: {
      kind: 'date',
      date: { kind: 'path', root: { value: 'lead' }, name: { value: 'renewal_date' } },
      offset: { sign: -1, duration: { amount: 60, unit: 'd' }, span: { start: 18, end: 23 } },
    },
    time: { value: 540 },
  });
  expect(phrases.parseAt('entry.starts_at + 1h', place).value).toMatchObject({ anchor: { offset: { sign: 1 } } });
});

test('at: the next such time', () => {
  expect(phrases.parseAt('09:00 mon-fri', place).value).toMatchObject({ anchor: { kind: 'next' }, time: { value: 540 } });
  expect(phrases.parseAt('09:00 sat-mon, wed', place).value?.weekdays?.value).toEqual([1, 3, 6, 7]);
});

test('again', () => {
  const kinds = ['never', 'always', 'after 180d', 'each event.order_id'].map(
    (text) => phrases.parseAgain(text, place).value?.kind,
  );
  expect(kinds).toEqual(['never', 'always', 'after', 'each']);
});

test('goal', () => {
  expect(phrases.parseGoal('activated within 14d', place).value).toMatchObject({
    event: { value: 'activated' },
    within: { value: { amount: 14, unit: 'd' } },
  });
});

test('email, marketing and transactional', () => {
  expect(phrases.parseEmail('topic product-tips from onboarding hours business', place).value).toMatchObject({
    topic: { value: 'product-tips' },
    from: { value: 'onboarding' },
    hours: { value: 'business' },
  });
  const reason = "confirms the person's own request";
  expect(phrases.parseEmail(`transactional "${reason}" reviewed anna from billing`, place).value).toMatchObject({
    transactional: { reason: { value: reason }, reviewed: { value: 'anna' } },
    from: { value: 'billing' },
  });
});

test('caps, over the cap, hours', () => {
  expect(phrases.parseCap('3 marketing emails in 7d', place).value).toMatchObject({ count: { value: 3 } });
  expect(phrases.parseOverCap('drop', place).value).not.toHaveProperty('defer');
  expect(phrases.parseOverCap('defer 5d then drop', place).value).toMatchObject({ defer: { value: { amount: 5 } } });
  expect(phrases.parseHours('mon-fri 09:00-24:00', place).value).toMatchObject({ from: 540, until: 1440 });
});

test('points for fit and pain', () => {
  expect(phrases.parseFitRule('25 when lead.seniority in ["c_level", "vp"]', place).value).toMatchObject({
    points: { value: 25 },
    when: { kind: 'in' },
  });
  const pain = '10 on page_viewed where event.path contains "x" at most 2 per day calibrated';
  expect(phrases.parsePainRule(pain, place).value).toMatchObject({
    event: { value: 'page_viewed' },
    where: { kind: 'text-test' },
    once: false,
    perDay: { value: 2 },
    basis: { value: 'calibrated' },
  });
  expect(phrases.parsePainRule('-5 on unsubscribed once', place).value).toMatchObject({ points: { value: -5 }, once: true });
});

test.each([
  ['parseAt', 'day two', ['C0306 at "two"']],
  ['parseAt', '3d', ['C0306 at "3d"']],
  ['parseAt', 'lead.x -3d', ['C0310 at "-"']],
  ['parseAt', 'day 2 25:00', ['C0319 at "25:00"']],
  ['parseAgain', 'sometimes', ['C0306 at "sometimes"']],
  ['parseGoal', 'activated in 14d', ['C0306 at "in"']],
  ['parseEmail', 'from a from b', ['C0321 at "from"']],
  ['parseHours', 'mon-fri 17:00-09:00', ['C0322 at "17:00-09:00"']],
  ['parseCap', '3.5 marketing emails in 7d', ['C0320 at "3.5"']],
  ['parsePainRule', '10 on x at most 1 day', ['C0306 at "day"']],
  ['parsePainRule', '10 on x fades 30d', ['C1007 at "fades"']],
] as const)('%s refuses %s', (name, text, expected) => {
  const { value, diagnostics } = phrases[name](text, place);
  expect(codesAndPlaces({ path: 'x.yaml', text }, diagnostics)).toEqual(expected);
  expect(value).toBeUndefined();
});
