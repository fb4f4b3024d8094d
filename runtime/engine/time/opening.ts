import type { HoursPlan, QuietHoursPlan } from '../../../compiler/plan/ir.js';
import { dayMs, minuteMs, nextChange, startOfDay, toLocal, weekdayOf } from './civil-time.js';
import type { Calendar } from './holidays.js';
import { holidayOn } from './holidays.js';

/** What keeps marketing back by the clock on a lead's wall. */
export interface OpenTimes {
  readonly hours?: HoursPlan;
  readonly holidays: readonly Calendar[];
  readonly quiet?: QuietHoursPlan;
}

export type Closed =
  | { readonly kind: 'hours' }
  | { readonly kind: 'holiday'; readonly calendar: string }
  | { readonly kind: 'quiet' };

/** What closes a moment of the lead's wall clock; undefined where messages may leave. */
export function closedAt({ hours, holidays, quiet }: OpenTimes, local: number): Closed | undefined {
  const minute = (local - startOfDay(local)) / minuteMs;
  if (hours !== undefined && !(hours.weekdays.includes(weekdayOf(local)) && minute >= hours.from && minute < hours.until)) {
    return { kind: 'hours' };
  }
  const calendar = holidayOn(holidays, local);
  if (calendar !== undefined) return { kind: 'holiday', calendar };
  return quiet !== undefined && isQuiet(quiet, minute) ? { kind: 'quiet' } : undefined;
}

/** Two years and a day: a holiday that every year has still leaves the rest of one. */
const farthestDays = 731;

/** The first instant from `ms` (epoch) on at which it is open; undefined where it never opens. */
export function nextOpening(times: OpenTimes, zone: string, ms: number): number | undefined {
  let at = ms;
  for (;;) {
    const local = toLocal(zone, at);
    if (closedAt(times, local) === undefined) return at;
    const opening = nextBoundary(times, local, 'open', farthestDays);
    if (opening === undefined) return undefined;
    // A day at most in one go, so that no change of the clock is missed.
    const step = Math.min(opening - local, dayMs);
    // A clock that is put forward may jump into the opening, one that is put back may open it anew.
    at = toLocal(zone, at + step) === local + step ? at + step : nextChange(zone, at, at + step);
  }
}

/** How long it stays open from a moment of the wall clock on; `mostMs` where it is longer. */
export function openForMs(times: OpenTimes, local: number, mostMs: number): number {
  const closing = nextBoundary(times, local, 'closed', Math.ceil(mostMs / dayMs));
  return closing === undefined ? mostMs : Math.min(mostMs, closing - local);
}

function nextBoundary(times: OpenTimes, local: number, wanted: 'open' | 'closed', days: number): number | undefined {
  const minutes = boundariesOf(times);
  for (let day = 0; day <= days; day += 1) {
    const start = startOfDay(local) + day * dayMs;
    for (const minute of minutes) {
      const at = start + minute * minuteMs;
      if (at > local && (closedAt(times, at) === undefined) === (wanted === 'open')) return at;
    }
  }
  return undefined;
}

/** Minutes after midnight at which a day can open or close; midnight alone for weekdays and holidays. */
function boundariesOf({ hours, quiet }: OpenTimes): readonly number[] {
  const minutes = [0, hours?.from ?? 0, hours?.until ?? 0, quiet?.from ?? 0, quiet?.until ?? 0];
  return [...new Set(minutes)].filter((minute) => minute < dayMs / minuteMs).sort((first, second) => first - second);
}

function isQuiet({ from, until }: QuietHoursPlan, minute: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}
