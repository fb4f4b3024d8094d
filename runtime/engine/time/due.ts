import type { MomentDue, Step, Weekday } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../conditions/condition.js';
import { scopeOf } from '../conditions/scope.js';
import { placeInWindow } from '../stable-hash.js';
import type { Facts } from '../types.js';
import { addDuration, dayMs, fromLocal, minuteMs, startOfDay, toLocal, weekdayOf } from './civil-time.js';
import { clockZone, zoneOf } from './zone.js';

/**
 * The planned instant of a step for a lead that came to stand on it at `since` (epoch ms), or
 * undefined while the date it hangs on is missing. It can lie before `since`: then it is late.
 */
export function dueAt(campaign: string, step: Step, since: number, facts: Facts): number | undefined {
  const { due } = step;
  switch (due.kind) {
    case 'now':
      return since;
    case 'after':
      return addDuration(zoneOf(facts).zone, since, due.duration);
    case 'at': {
      const moment = momentOf(campaign, due, since, facts);
      if (moment === undefined || due.spreadMs === undefined) return moment;
      return moment + placeInWindow(due.spreadMs, facts.lead.id, campaign, step.id);
    }
    default:
      return unreachable(due);
  }
}

/** The instant before spreading, on the clock that the moment names. */
function momentOf(campaign: string, due: MomentDue, since: number, facts: Facts): number | undefined {
  const zone = clockZone(due.clock, facts);
  const { anchor } = due;
  switch (anchor.kind) {
    case 'day': {
      const { enteredAt } = facts.enrolment;
      const entered = toLocal(zone, enteredAt);
      const local = onAllowedDay(atTime(entered + anchor.day * dayMs, due.time), due.weekdays);
      // Read back, an entry in an hour that comes twice would move before itself.
      return local === entered ? enteredAt : fromLocal(zone, local);
    }
    case 'date': {
      const date = evaluatorOf(anchor.date)(scopeOf(campaign, facts, since));
      const start = typeof date === 'number' ? date : instantOfDate(date, zone);
      if (start === undefined) return undefined;
      const { offset } = anchor;
      const moved = offset === undefined ? start : addDuration(zone, start, offset.duration, offset.sign);
      if (due.time === undefined && due.weekdays === undefined) return moved;
      return fromLocal(zone, onAllowedDay(atTime(toLocal(zone, moved), due.time), due.weekdays));
    }
    case 'next':
      return nextMoment(zone, due, since);
    default:
      return unreachable(anchor);
  }
}

/** Compared as instants: a time in a gap of the clock is still ahead of whoever stands behind the gap. */
function nextMoment(zone: string, { time, weekdays }: MomentDue, since: number): number {
  const start = toLocal(zone, since);
  const first = onAllowedDay(atTime(start, time), weekdays);
  if (first === start) return since;
  const today = fromLocal(zone, first);
  return today >= since ? today : fromLocal(zone, onAllowedDay(atTime(start + dayMs, time), weekdays));
}

function atTime(local: number, time: number | undefined): number {
  return time === undefined ? local : startOfDay(local) + time * minuteMs;
}

function onAllowedDay(local: number, weekdays: readonly Weekday[] | undefined): number {
  if (weekdays === undefined || weekdays.length === 0) return local;
  let day = local;
  while (!weekdays.includes(weekdayOf(day))) day += dayMs;
  return day;
}

/** Midnight of a calendar date (`YYYY-MM-DD`) in the zone. */
function instantOfDate(date: unknown, zone: string): number | undefined {
  if (typeof date !== 'string') return undefined;
  const local = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(local) ? undefined : fromLocal(zone, local);
}
