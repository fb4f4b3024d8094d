import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addLondonDays, fromLondon } from '../../../examples/shop/london.js';
import { readOrders } from '../../../examples/shop/replay.js';
import { csvOf, ordersCsv } from './shop-data.js';

const local = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' }).format(at);
const years = { min: Date.UTC(2010, 0, 1) / 60_000, max: Date.UTC(2013, 0, 1) / 60_000 };

function fromText(text: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/).map(Number);
  return fromLondon(year, month, day, hour, minute);
}

test('the rule of the law agrees with the time zone database at every minute', () => {
  fc.assert(
    fc.property(fc.integer(years), (minutes) => {
      const at = minutes * 60_000;
      const back = fromText(local(at));
      expect(local(back)).toBe(local(at));
      // Only in the hour that comes twice may it be another instant: the first.
      expect([at, at - 3_600_000]).toContain(back);
    }),
  );
});

test('a time in the gap moves forward, and of two in the fold the first is taken', () => {
  expect(new Date(fromLondon(2011, 3, 27, 1, 30)).toISOString()).toBe('2011-03-27T01:30:00.000Z');
  expect(new Date(fromLondon(2011, 10, 30, 1, 30)).toISOString()).toBe('2011-10-30T00:30:00.000Z');
});

test('days later the clock on the wall shows the same time', () => {
  expect(local(addLondonDays(fromLondon(2011, 3, 1, 10, 0), 57))).toBe('2011-04-27 10:00');
  expect(local(addLondonDays(fromLondon(2011, 10, 1, 10, 0), 57))).toBe('2011-11-27 10:00');
});

test('both computations read the same instants', () => {
  const lines = ordersCsv.trim().split('\n').slice(1);
  const expected = lines.map((line) => fromText(line.split(',')[2] ?? ''));
  expect(readOrders(ordersCsv).map(({ at }) => at)).toEqual(expected);
});

test('the replay takes the first of two equal local times, and refuses one that never was', () => {
  expect(readOrders(csvOf('7 2011-10-30 01:30'))[0]?.at).toBe(Date.UTC(2011, 9, 30, 0, 30));
  expect(() => readOrders(csvOf('7 2011-03-27 01:30'))).toThrow('2011-03-27 01:30');
});
