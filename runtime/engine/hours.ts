import type { HoursPlan } from '../../compiler/plan/ir.js';
import { dayMs, fromLocal, minuteMs, startOfDay, toLocal, weekdayOf } from './civil-time.js';

/** Leads held over a closing spread over this much of the next opening, so that no flood leaves at 9:00. */
const openingSpreadMs = 30 * minuteMs;

/** Whether messages may leave at `ms`, read in the lead's zone. */
export function isOpen(hours: HoursPlan, zone: string, ms: number): boolean {
  const local = toLocal(zone, ms);
  const minute = (local - startOfDay(local)) / minuteMs;
  return hours.weekdays.includes(weekdayOf(local)) && minute >= hours.from && minute < hours.until;
}

/** The next opening after a moment at which it is closed; epoch ms. */
export function nextOpening(hours: HoursPlan, zone: string, ms: number): number {
  const local = toLocal(zone, ms);
  // A week and a day: today's opening may be past, and the only open day may be today's weekday.
  for (let day = 0; day <= 7; day += 1) {
    const opening = startOfDay(local) + day * dayMs + hours.from * minuteMs;
    if (opening >= local && hours.weekdays.includes(weekdayOf(opening))) return fromLocal(zone, opening);
  }
  throw new Error('sending hours without an open day');
}

/** How far into an opening held leads may be spread; ms. */
export function spreadOf(hours: HoursPlan): number {
  return Math.min(openingSpreadMs, ((hours.until - hours.from) * minuteMs) / 2);
}
