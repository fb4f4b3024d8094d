import type { Due, Step, Weekday } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import {
  addDuration,
  dayMs,
  fromLocal,
  minuteMs,
  startOfDay,
  toLocal,
  weekdayOf,
} from './civil-time.js';
import { evaluatorOf } from './condition.js';
import { notYet } from './not-yet.js';
import { scopeOf } from './scope.js';
import { placeInWindow } from './stable-hash.js';
import type { Facts } from './types.js';
import { zoneOf } from './zone.js';

/**
 * The planned instant of a step for a lead that came to stand on it at `since` (epoch ms), or
 * undefined while the date it hangs on is missing. It can lie before `since`: then it is late.
 */
export function dueAt(campaign: string, step: Step, since: number, facts: Facts): number | undefined {
  const { zone } = zoneOf(facts);
  const { due } = step;
  switch (due.kind) {
    case 'now':
      return since;
    case 'after':
      return addDuration(zone, since, due.duration);
    case 'at': {
      if (due.clock !== undefined) notYet(`"${due.clock} time"`);
      const local = anchorOf(campaign, due, since, facts, zone);
      if (local === undefined) return undefined;
      const spread =
        due.spreadMs === undefined ? 0 : placeInWindow(due.spreadMs, facts.lead.id, campaign, step.id);
      return fromLocal(zone, local) + spread;
    }
    default:
      return unreachable(due);
  }
}

type At = Extract<Due, { kind: 'at' }>;

/** The wall-clock moment before spreading. */
function anchorOf(
  campaign: string,
  due: At,
  since: number,
  facts: Facts,
  zone: string,
): number | undefined {
  switch (due.anchor.kind) {
    case 'day': {
      const entered = toLocal(zone, facts.enrolment.enteredAt);
      return onAllowedDay(atTime(entered + due.anchor.day * dayMs, due.time), due.weekdays);
    }
    case 'date': {
      const date = evaluatorOf(due.anchor.date)(scopeOf(campaign, facts, since));
      const start = typeof date === 'number' ? date : instantOfDate(date, zone);
      if (start === undefined) return undefined;
      const { offset } = due.anchor;
      const moved =
        offset === undefined ? start : addDuration(zone, start, offset.duration, offset.sign);
      return onAllowedDay(atTime(toLocal(zone, moved), due.time), due.weekdays);
    }
    case 'next': {
      const start = toLocal(zone, since);
      const today = onAllowedDay(atTime(start, due.time), due.weekdays);
      return today >= start ? today : onAllowedDay(atTime(start + dayMs, due.time), due.weekdays);
    }
    default:
      return unreachable(due.anchor);
  }
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
