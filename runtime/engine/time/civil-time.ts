import type { Duration } from '../../../grammar/duration.js';
import { rollingMs } from '../../../grammar/duration.js';
import type { Weekday } from '../../../compiler/plan/ir.js';

/**
 * Wall-clock arithmetic in a zone of the tz database, as Node carries it.
 *
 * A wall-clock moment is held as `local`: the epoch ms that the same reading would have in UTC.
 * Never used in workflow code: the rules change with Node.
 */

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

const readers = new Map<string, Intl.DateTimeFormat | undefined>();

/** Whether this Node knows the zone. */
export function isZone(zone: string): boolean {
  return readerOf(zone) !== undefined;
}

/** What the clock on the wall shows at `ms`. @throws for a zone that does not exist */
export function toLocal(zone: string, ms: number): number {
  return ms + offsetMs(zone, ms);
}

/** The instant of a wall-clock reading: a gap moves forward by its length, of a fold the first counts. */
export function fromLocal(zone: string, local: number): number {
  const before = offsetMs(zone, local - dayMs);
  const after = offsetMs(zone, local + dayMs);
  const early = local - Math.max(before, after);
  const late = local - Math.min(before, after);
  if (toLocal(zone, early) === local) return early;
  if (toLocal(zone, late) === local) return late;
  return local - before;
}

/** The first instant after `from` at which the clock is put forward or back; `until` already shows it so. */
export function nextChange(zone: string, from: number, until: number): number {
  const offset = offsetMs(zone, from);
  let before = from;
  let after = until;
  while (after - before > 1) {
    const middle = before + Math.floor((after - before) / 2);
    if (offsetMs(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** Elapsed time for s, min and h; for longer units the same wall-clock time on another day. */
export function addDuration(zone: string, ms: number, duration: Duration, sign: 1 | -1 = 1): number {
  const amount = duration.amount * sign;
  // Read back, a moment in an hour that comes twice would move before itself.
  if (amount === 0) return ms;
  switch (duration.unit) {
    case 's':
    case 'min':
    case 'h':
      return ms + rollingMs(duration) * sign;
    case 'd':
      return fromLocal(zone, toLocal(zone, ms) + amount * dayMs);
    case 'w':
      return fromLocal(zone, toLocal(zone, ms) + amount * 7 * dayMs);
    case 'mo':
      return fromLocal(zone, addMonths(toLocal(zone, ms), amount));
    case 'y':
      return fromLocal(zone, addMonths(toLocal(zone, ms), amount * 12));
  }
}

/** The reading on the wall, for sentences: `2026-03-29 09:30`. */
export function printLocal(zone: string, ms: number): string {
  return new Date(toLocal(zone, ms)).toISOString().slice(0, 16).replace('T', ' ');
}

/** Midnight of the wall-clock day. */
export function startOfDay(local: number): number {
  return Math.floor(local / dayMs) * dayMs;
}

/** ISO weekday of a wall-clock moment. */
export function weekdayOf(local: number): Weekday {
  // 1 January 1970 was a Thursday.
  const day = (((Math.floor(local / dayMs) + 3) % 7) + 7) % 7;
  return weekdays[day] ?? 1;
}

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function addMonths(local: number, months: number): number {
  const date = new Date(local);
  const wanted = date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), wanted + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(date.getUTCFullYear(), wanted, day) + (local - startOfDay(local));
}

function offsetMs(zone: string, ms: number): number {
  const reader = readerOf(zone);
  if (reader === undefined) throw new Error(`no such time zone: ${zone}`);
  const fields = new Map(reader.formatToParts(ms).map(({ type, value }) => [type, value]));
  const field = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type));
  const local = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return local - Math.floor(ms / 1000) * 1000;
}

function readerOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!readers.has(zone)) readers.set(zone, createReader(zone));
  return readers.get(zone);
}

function createReader(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return undefined;
  }
}
