import type { AtAst } from '../../grammar/ast/moment.js';
import type { StepAst } from '../../grammar/ast/step.js';
import { rollingMs } from '../../grammar/duration.js';
import { unreachable } from '../plan/ir.js';
import type { Path } from './paths.js';
import { endlessMs } from './paths.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Walks one path and calls back at each step: when a lead stands on it (`arrivedMs`) and when its
 * planned moment is (`dueMs`; before `arrivedMs` it is past).
 *
 * In ms of a plain calendar that begins on a Monday at 00:00. Clock changes, sending hours and caps
 * are left out: they shift a moment, but no author can plan them.
 */
export type Journey = (enteredMs: number, visit: Visit) => void;

export type Visit = (step: StepAst, arrivedMs: number, dueMs: number, enteredMs: number) => void;

/** Where the date of an `at` lies: `now` as soon as possible, `far` long after everything before it. */
export type Dates = 'now' | 'far';

/** Each hour of a week, and the last minute of each day: `at` depends on weekday and time of entry. */
export const entryMoments: readonly number[] = Array.from({ length: 7 }, (_, day) => day).flatMap((day) => [
  ...Array.from({ length: 24 }, (_, hour) => day * dayMs + hour * hourMs),
  (day + 1) * dayMs - minuteMs,
]);

/** The journey along one path. A campaign is walked thousands of times, so a path is read only once. */
export function journeyAlong(path: Path, dates: Dates): Journey {
  const legs = path.map(({ step, waitedMs, everyMs }) => ({ step, waitedMs, everyMs, dueOn: dueOf(step, dates) }));
  return (enteredMs, visit) => {
    let standing = enteredMs;
    let begun: Map<StepAst, number> | undefined;
    for (const { step, waitedMs, everyMs, dueOn } of legs) {
      const dueMs =
        everyMs === undefined ? dueOn(standing, enteredMs) : Math.max(standing, (begun?.get(step) ?? standing) + everyMs);
      if (step.kind === 'repeat') (begun ??= new Map<StepAst, number>()).set(step, Math.max(standing, dueMs));
      visit(step, standing, dueMs, enteredMs);
      standing = Math.max(standing, dueMs) + waitedMs;
    }
  };
}

/**
 * When each leg of a path is due, all as near to one another as they can be for whoever enters: what lies between
 * two legs of any journey is at least what lies between them here.
 */
export function nearestMoments(path: Path): readonly number[] {
  let standing = 0;
  return path.map(({ step: { at, after }, waitedMs, everyMs }) => {
    // A day or an hour may come at once, and so may the next round of a repeat.
    const dueMs = at === undefined && after !== undefined && everyMs === undefined ? standing + rollingMs(after.value) : standing;
    standing = dueMs + waitedMs;
    return dueMs;
  });
}

type DueOn = (standing: number, enteredMs: number) => number;

function dueOf({ at, after }: StepAst, dates: Dates): DueOn {
  if (at !== undefined) return momentOf(at, dates);
  const ms = after === undefined ? 0 : rollingMs(after.value);
  return (standing) => standing + ms;
}

function momentOf(at: AtAst, dates: Dates): DueOn {
  const atTime = timeOf(at);
  const onAllowedDay = allowedDayOf(at);
  switch (at.anchor.kind) {
    case 'day': {
      const ms = at.anchor.day.value * dayMs;
      return (_, enteredMs) => onAllowedDay(atTime(enteredMs + ms));
    }
    case 'date': {
      const ms = dates === 'now' ? 0 : endlessMs;
      return (standing) => standing + ms;
    }
    case 'next':
      return (standing) => {
        const today = onAllowedDay(atTime(standing));
        return today >= standing ? today : onAllowedDay(atTime(standing + dayMs));
      };
    default:
      return unreachable(at.anchor);
  }
}

function timeOf({ time }: AtAst): (moment: number) => number {
  if (time === undefined) return (moment) => moment;
  const ms = time.value * minuteMs;
  return (moment) => Math.floor(moment / dayMs) * dayMs + ms;
}

function allowedDayOf({ weekdays }: AtAst): (moment: number) => number {
  if (weekdays === undefined || weekdays.value.length === 0) return (moment) => moment;
  // ISO: Monday is 1.
  const allowed = Array.from({ length: 7 }, (_, day) => weekdays.value.some((weekday) => weekday === day + 1));
  return (moment) => {
    let day = moment;
    while (allowed[Math.floor(day / dayMs) % 7] !== true) day += dayMs;
    return day;
  };
}
