import { describe, expect, test } from 'vitest';
import type { Duration } from '../../../../grammar/duration.js';
import { addDuration, fromLocal, printLocal } from '../../../../runtime/engine/time/civil-time.js';

// Every instant here was worked out by hand from the offset in force: no clock of ours was asked.

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const utc = (text: string): number => Date.parse(`${text}:00Z`);

/** A reading on the wall, and the instant in UTC. */
type Reading = readonly [wall: string, instant: string, why: string];
/** From an instant, a duration, to an instant. */
type Step = readonly [from: string, duration: Duration, to: string, why: string];

interface Place {
  readonly readings: readonly Reading[];
  readonly durations: readonly Step[];
}

const d = (amount: number, unit: Duration['unit']): Duration => ({ amount, unit });

const places: Readonly<Record<string, Place>> = {
  // UTC+9 all year.
  'Asia/Tokyo': {
    readings: [
      ['2026-03-29 02:30', '2026-03-28T17:30', 'nobody changes a clock'],
      ['2026-10-25 02:30', '2026-10-24T17:30', 'nor here'],
      ['2026-01-01 00:00', '2025-12-31T15:00', 'the year begins nine hours early'],
    ],
    durations: [
      ['2026-03-07T15:00', d(1, 'd'), '2026-03-08T15:00', 'a day is 24 hours'],
      ['2026-01-31T00:00', d(1, 'mo'), '2026-02-28T00:00', '31 January 09:00 to 28 February 09:00'],
      ['2024-02-29T03:00', d(1, 'y'), '2025-02-28T03:00', '29 February 12:00 to the 28th'],
    ],
  },
  // UTC-8; UTC-7 from 8 March 10:00 UTC to 1 November 09:00 UTC in 2026.
  'America/Los_Angeles': {
    readings: [
      ['2026-03-08 01:59', '2026-03-08T09:59', 'the last minute of winter'],
      ['2026-03-08 02:30', '2026-03-08T10:30', 'in the gap: 03:30'],
      ['2026-03-08 03:00', '2026-03-08T10:00', 'the first minute of summer'],
      ['2026-11-01 01:30', '2026-11-01T08:30', 'twice: the first, still in summer'],
      ['2026-11-01 02:00', '2026-11-01T10:00', 'behind it'],
    ],
    durations: [
      ['2026-03-07T17:00', d(1, 'd'), '2026-03-08T16:00', '09:00 to 09:00 is 23 hours'],
      ['2026-03-07T17:00', d(24, 'h'), '2026-03-08T17:00', '24 hours are 24 hours'],
      ['2026-10-31T16:00', d(1, 'd'), '2026-11-01T17:00', '09:00 to 09:00 is 25 hours'],
      ['2026-02-08T10:30', d(1, 'mo'), '2026-03-08T10:30', '02:30 does not exist: 03:30 of summer'],
      ['2026-11-01T09:30', d(1, 'd'), '2026-11-02T09:30', 'from the second 01:30 to 01:30'],
    ],
  },
  // UTC-5; UTC-4 from 8 March 07:00 UTC to 1 November 06:00 UTC in 2026.
  'America/New_York': {
    readings: [
      ['2026-03-08 02:00', '2026-03-08T07:00', 'in the gap: 03:00'],
      ['2026-03-08 02:59', '2026-03-08T07:59', 'in the gap: 03:59'],
      ['2026-11-01 01:00', '2026-11-01T05:00', 'twice: the first'],
      ['2026-11-01 01:59', '2026-11-01T05:59', 'twice: the first'],
      ['2026-07-04 09:00', '2026-07-04T13:00', 'summer'],
    ],
    durations: [
      ['2026-03-01T14:00', d(1, 'w'), '2026-03-08T13:00', 'Sunday 09:00 to Sunday 09:00'],
      ['2026-10-25T05:30', d(1, 'w'), '2026-11-01T05:30', 'into the hour that comes twice: the first'],
      ['2025-03-08T07:30', d(1, 'y'), '2026-03-08T07:30', '02:30 of winter to 03:30 of summer'],
      ['2026-03-08T05:00', d(180, 'min'), '2026-03-08T08:00', 'three hours over the gap'],
    ],
  },
  // UTC+10:30; UTC+11 until 4 April 15:00 UTC and from 3 October 15:30 UTC in 2026.
  'Australia/Lord_Howe': {
    readings: [
      ['2026-04-05 01:45', '2026-04-04T14:45', 'half an hour comes twice: the first'],
      ['2026-04-05 02:00', '2026-04-04T15:30', 'behind it'],
      ['2026-10-04 02:15', '2026-10-03T15:45', 'a gap of half an hour: 02:45'],
      ['2026-10-04 02:30', '2026-10-03T15:30', 'the first minute behind it'],
    ],
    durations: [
      ['2026-04-03T22:00', d(1, 'd'), '2026-04-04T22:30', '09:00 to 09:00 is 24 hours and a half'],
      ['2026-10-02T22:30', d(1, 'd'), '2026-10-03T22:00', '09:00 to 09:00 is 23 hours and a half'],
      ['2026-04-04T14:30', d(90, 'min'), '2026-04-04T16:00', 'an hour and a half over the change'],
    ],
  },
  // UTC+5:45 all year.
  'Asia/Kathmandu': {
    readings: [
      ['2026-06-01 00:00', '2026-05-31T18:15', 'midnight is a quarter past'],
      ['2026-06-01 05:45', '2026-06-01T00:00', 'midnight in Greenwich'],
    ],
    durations: [
      ['2026-05-31T18:15', d(1, 'd'), '2026-06-01T18:15', 'midnight to midnight'],
      ['2026-12-31T18:00', d(1, 'mo'), '2027-01-31T18:00', '31 December 23:45 to 31 January 23:45'],
    ],
  },
  // UTC+1, but UTC+0 in Ramadan: from 15 February 02:00 UTC to 22 March 02:00 UTC in 2026.
  'Africa/Casablanca': {
    readings: [
      ['2026-02-15 02:30', '2026-02-15T01:30', 'put back for Ramadan, twice: the first'],
      ['2026-02-15 03:00', '2026-02-15T03:00', 'behind it'],
      ['2026-03-01 12:00', '2026-03-01T12:00', 'in Ramadan'],
      ['2026-03-22 02:30', '2026-03-22T02:30', 'put forward behind it, a gap: 03:30'],
      ['2026-03-22 03:00', '2026-03-22T02:00', 'the first minute behind it'],
      ['2026-07-01 12:00', '2026-07-01T11:00', 'in summer as in winter'],
    ],
    durations: [
      ['2026-02-14T08:00', d(1, 'd'), '2026-02-15T09:00', '09:00 to 09:00 is 25 hours'],
      ['2026-03-21T09:00', d(1, 'd'), '2026-03-22T08:00', '09:00 to 09:00 is 23 hours'],
      ['2026-02-14T08:00', d(36, 'd'), '2026-03-22T08:00', 'over all of Ramadan and out of it'],
      ['2026-02-14T08:00', d(24, 'h'), '2026-02-15T08:00', '24 hours are 24 hours'],
    ],
  },
};

describe.each(Object.entries(places))('%s', (zone, { readings, durations }) => {
  test.each(readings)('%s on the wall is %s in UTC: %s', (wall, instant) => {
    expect(iso(fromLocal(zone, utc(wall.replace(' ', 'T'))))).toBe(instant);
  });

  test.each(durations)('%s and %o is %s: %s', (from, duration, to) => {
    expect(iso(addDuration(zone, utc(from), duration))).toBe(to);
  });
});

test('nothing of a duration moves nobody, also in an hour that comes twice', () => {
  // The second 01:30 of that night.
  const second = utc('2026-11-01T06:30');
  expect(printLocal('America/New_York', second)).toBe('2026-11-01 01:30');
  expect(addDuration('America/New_York', second, d(0, 'd'))).toBe(second);
});
