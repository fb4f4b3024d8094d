import type { AtAst, StepAst } from '../../grammar/ast/campaign.js';
import { rollingMs } from '../../grammar/duration.js';
import { unreachable } from '../plan/ir.js';
import type { Path } from './paths.js';
import { endlessMs } from './paths.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * When a lead stands on a step and when it leaves it, in ms of a plain calendar that begins on
 * a Monday at 00:00. Clock changes, sending hours and caps are left out: they shift a moment,
 * but no author can plan them.
 */
export interface Visit {
  readonly step: StepAst;
  readonly arrivedMs: number;
  /** The planned moment; before `arrivedMs` it is past. */
  readonly dueMs: number;
}

/** Where the date of an `at` lies: `now` as soon as possible, `far` long after everything before it. */
export type Dates = 'now' | 'far';

/** Each hour of a week, and the last minute of each day: `at` depends on weekday and time of entry. */
export const entryMoments: readonly number[] = Array.from({ length: 7 }, (_, day) => day).flatMap((day) => [
  ...Array.from({ length: 24 }, (_, hour) => day * dayMs + hour * hourMs),
  (day + 1) * dayMs - minuteMs,
]);

/** The visits along one path of a lead that enters at `enteredMs`. */
export function visits(path: Path, enteredMs: number, dates: Dates): readonly Visit[] {
  const found: Visit[] = [];
  let standing = enteredMs;
  for (const { step, waitedMs } of path) {
    const dueMs = dueOn(step, standing, enteredMs, dates);
    found.push({ step, arrivedMs: standing, dueMs });
    standing = Math.max(standing, dueMs) + waitedMs;
  }
  return found;
}

function dueOn({ at, after }: StepAst, standing: number, enteredMs: number, dates: Dates): number {
  if (at !== undefined) return atMoment(at, standing, enteredMs, dates);
  return after === undefined ? standing : standing + rollingMs(after.value);
}

function atMoment(at: AtAst, standing: number, enteredMs: number, dates: Dates): number {
  switch (at.anchor.kind) {
    case 'day':
      return onAllowedDay(atTime(enteredMs + at.anchor.day.value * dayMs, at), at);
    case 'date':
      return dates === 'now' ? standing : standing + endlessMs;
    case 'next': {
      const today = onAllowedDay(atTime(standing, at), at);
      return today >= standing ? today : onAllowedDay(atTime(standing + dayMs, at), at);
    }
    default:
      return unreachable(at.anchor);
  }
}

function atTime(moment: number, { time }: AtAst): number {
  return time === undefined ? moment : Math.floor(moment / dayMs) * dayMs + time.value * minuteMs;
}

function onAllowedDay(moment: number, { weekdays }: AtAst): number {
  if (weekdays === undefined || weekdays.value.length === 0) return moment;
  let day = moment;
  while (!weekdays.value.some((weekday) => weekday === weekdayOf(day))) day += dayMs;
  return day;
}

/** ISO: Monday is 1. */
function weekdayOf(moment: number): number {
  return (Math.floor(moment / dayMs) % 7) + 1;
}
