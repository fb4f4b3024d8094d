import { expect, test } from 'vitest';
import {
  parseAgain,
  parseAlready,
  parseAt,
  parseAudience,
  parseBest,
  parseCap,
  parseDuration,
  parseEvery,
  parseInFlight,
  parsePercent,
  parseUnless,
  parseVariants,
  parseEmail,
  parseFitRule,
  parseGoal,
  parseHours,
  parseOverCap,
  parsePainRule,
} from '../../../grammar/expressions/parse-phrases.js';
import { placeAt } from '../../../grammar/place.js';
import { codesAndPlaces } from '../reports.js';

const place = placeAt('x.yaml');

test('durations', () => {
  for (const text of ['10s', '30min', '24h', '3d', '2w', '6mo', '1y']) {
    expect(parseDuration(text, place).value?.span).toEqual({ file: 'x.yaml', start: 0, end: text.length });
  }
});

test('at: a day since entry', () => {
  expect(parseAt('day 2 09:30 mon-fri spread 30min', place).value).toMatchObject({
    anchor: { kind: 'day', day: { value: 2 } },
    time: { value: 570 },
    weekdays: { value: [1, 2, 3, 4, 5] },
    spread: { value: { amount: 30, unit: 'min' } },
  });
  expect(parseAt('day 0', place).value).not.toHaveProperty('time');
});

test('at: a date of the lead, with an offset', () => {
  expect(parseAt('lead.renewal_date - 60d 09:00 spread 1h', place).value).toMatchObject({
    anchor: {
      kind: 'date',
      date: { kind: 'path', root: { value: 'lead' }, name: { value: 'renewal_date' } },
      offset: { sign: -1, duration: { amount: 60, unit: 'd' }, span: { start: 18, end: 23 } },
    },
    time: { value: 540 },
  });
  expect(parseAt('entry.starts_at + 1h', place).value).toMatchObject({ anchor: { offset: { sign: 1 } } });
});

test('at: a written date with its time, on somebody’s clock', () => {
  expect(parseAt('2026-10-01 09:00 lead time spread 2h', place).value).toMatchObject({
    anchor: { kind: 'date', date: { kind: 'date', value: '2026-10-01' } },
    time: { value: 540 },
    clock: { value: 'lead', span: { start: 17, end: 26 } },
  });
  expect(parseAt('2026-10-01 + 3d 09:00', place).value).toMatchObject({ anchor: { offset: { sign: 1 } }, time: { value: 540 } });
  expect(parseAt('09:00 workspace time mon', place).value).toMatchObject({ clock: { value: 'workspace' } });
});

test('at: the next such time', () => {
  expect(parseAt('09:00 mon-fri', place).value).toMatchObject({ anchor: { kind: 'next' }, time: { value: 540 } });
  expect(parseAt('09:00 sat-mon, wed', place).value?.weekdays?.value).toEqual([1, 3, 6, 7]);
});

test('again', () => {
  const kinds = ['never', 'always', 'after 180d', 'each event.order_id'].map(
    (text) => parseAgain(text, place).value?.kind,
  );
  expect(kinds).toEqual(['never', 'always', 'after', 'each']);
});

test('goal', () => {
  expect(parseGoal('activated within 14d', place).value).toMatchObject({
    event: { value: 'activated' },
    within: { value: { amount: 14, unit: 'd' } },
  });
});

test('email, marketing and transactional', () => {
  expect(parseEmail('topic product-tips from onboarding hours business', place).value).toMatchObject({
    topic: { value: 'product-tips' },
    from: { value: 'onboarding' },
    hours: { value: 'business' },
  });
  const reason = "confirms the person's own request";
  expect(parseEmail(`transactional "${reason}" reviewed anna from billing`, place).value).toMatchObject({
    transactional: { reason: { value: reason }, reviewed: { value: 'anna' } },
    from: { value: 'billing' },
  });
});

test('caps, over the cap, hours', () => {
  expect(parseCap('3 marketing emails in 7d', place).value).toMatchObject({ count: { value: 3 } });
  expect(parseOverCap('drop', place).value).not.toHaveProperty('defer');
  expect(parseOverCap('defer 5d then drop', place).value).toMatchObject({ defer: { value: { amount: 5 } } });
  expect(parseHours('mon-fri 09:00-24:00', place).value).toMatchObject({ from: 540, until: 1440 });
});

test('points for fit and pain', () => {
  expect(parseFitRule('25 when lead.seniority in ["c_level", "vp"]', place).value).toMatchObject({
    points: { value: 25 },
    when: { kind: 'in' },
  });
  const pain = '10 on page_viewed where event.path contains "x" at most 2 per day calibrated';
  expect(parsePainRule(pain, place).value).toMatchObject({
    event: { value: 'page_viewed' },
    where: { kind: 'text-test' },
    once: false,
    perDay: { value: 2 },
    basis: { value: 'calibrated' },
  });
  expect(parsePainRule('-5 on unsubscribed once', place).value).toMatchObject({ points: { value: -5 }, once: true });
});

test.each([
  { parse: parseAt, text: 'day two', expected: ['C0306 at "two"'] },
  { parse: parseAt, text: '3d', expected: ['C0306 at "3d"'] },
  { parse: parseAt, text: 'lead.x -3d', expected: ['C0310 at "-"'] },
  { parse: parseAt, text: 'day 2 25:00', expected: ['C0319 at "25:00"'] },
  { parse: parseAgain, text: 'sometimes', expected: ['C0306 at "sometimes"'] },
  { parse: parseGoal, text: 'activated in 14d', expected: ['C0306 at "in"'] },
  { parse: parseEmail, text: 'from a from b', expected: ['C0321 at "from"'] },
  { parse: parseHours, text: 'mon-fri 17:00-09:00', expected: ['C0322 at "17:00-09:00"'] },
  { parse: parseCap, text: '3.5 marketing emails in 7d', expected: ['C0320 at "3.5"'] },
  { parse: parsePainRule, text: '10 on x at most 1 day', expected: ['C0306 at "day"'] },
  { parse: parsePainRule, text: '10 on x fades 30', expected: ['C0306 at "30"'] },
  { parse: parseAt, text: '2026-10-01T09:00:00Z lead time', expected: ['C0306 at "lead time"'] },
  { parse: parseAt, text: '2026-10-01 09:00 10:00', expected: ['C0321 at "10:00"'] },
  { parse: parseEvery, text: 'month on day 32', expected: ['C0320 at "32"'] },
  { parse: parseEvery, text: 'day on mon', expected: ['C0307 at "day"'] },
  { parse: parseEvery, text: 'fortnight', expected: ['C0306 at "fortnight"'] },
  { parse: parseAlready, text: 'skip 2026-09-01', expected: ['C0307 at "2026-09-01"'] },
  { parse: parseAlready, text: 'enters', expected: ['C0306 at "enters"'] },
  { parse: parseUnless, text: 'a and b within 3d', expected: ['C0306 at "and"'] },
  { parse: parseAudience, text: 'customers one by score.fit', expected: ['C0306 at "by"'] },
  { parse: parseInFlight, text: 'adopt hello', expected: ['C0307 at "hello"'] },
  { parse: parseBest, text: 'clicked(a ever) after 2d', expected: ['C0306 at "2d"'] },
  { parse: parseVariants, text: 'lead.role keep 20%', expected: ['C0306 at "20%"'] },
  { parse: parsePercent, text: '0.1', expected: ['C0306 at "0.1"'] },
] as const)('$text is refused at its place', ({ parse, text, expected }) => {
  const { value, diagnostics } = parse(text, place);
  expect(codesAndPlaces({ path: 'x.yaml', text }, diagnostics)).toEqual(expected);
  expect(value).toBeUndefined();
});
