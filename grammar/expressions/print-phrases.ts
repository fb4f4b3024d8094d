import type {
  CostAst,
  EmailAst,
  GoalAst,
  InFlightChoiceAst,
  PlaylistItemAst,
  RolloutAst,
  VariantsAst,
} from '../ast/campaign.js';
import type { AgainAst, AlreadyAst, AudienceAst, EveryAst, TriggerAst, UnlessAst } from '../ast/entry.js';
import type { ExprAst } from '../ast/expression.js';
import type { AtAst, Weekday } from '../ast/moment.js';
import type { AccountScoreAst, FitRuleAst, PainRuleAst } from '../ast/scoring.js';
import type { AssignAst, BestAst } from '../ast/step.js';
import type { CapAst, HoursAst, OverCapAst, QuietHoursAst } from '../ast/workspace.js';
import { printDuration, type Duration } from '../duration.js';
import type { Located } from '../span.js';
import { unreachable } from './depth.js';
import { printText } from './literals.js';
import { printExpression, printNumber } from './print-expression.js';

// Each prints a phrase as an author would; parsing it again yields the same tree.

/** 0.1 is `10%`; no more digits than a share of its size can tell apart. */
export function printPercent({ value }: Located<number>): string {
  return `${printNumber(Number((value * 100).toPrecision(15)))}%`;
}

export function printAt({ anchor, time, clock, weekdays, spread }: AtAst): string {
  return words(
    printAnchor(anchor),
    time && printTime(time.value),
    clock && `${clock.value} time`,
    weekdays && printWeekdays(weekdays.value),
    spread && `spread ${printDuration(spread.value)}`,
  );
}

function printAnchor(anchor: AtAst['anchor']): string | undefined {
  switch (anchor.kind) {
    case 'day':
      return `day ${anchor.day.value}`;
    case 'date': {
      const { date, offset } = anchor;
      const moved = offset && `${offset.sign === 1 ? '+' : '-'} ${printDuration(offset.duration)}`;
      return words(printExpression(date), moved);
    }
    case 'next':
      return undefined;
    default:
      return unreachable(anchor);
  }
}

export function printEvery({ unit, on, time, spread }: EveryAst): string {
  return words(
    unit.value,
    on && `on ${printOn(on)}`,
    time && printTime(time.value),
    spread && `spread ${printDuration(spread.value)}`,
  );
}

function printOn(on: NonNullable<EveryAst['on']>): string {
  switch (on.kind) {
    case 'date':
      return printExpression(on.date);
    case 'month-day':
      return `day ${on.day.value}`;
    case 'weekdays':
      return printWeekdays(on.weekdays.value);
    default:
      return unreachable(on);
  }
}

export function printTrigger(trigger: TriggerAst): string {
  return trigger.kind === 'event' ? trigger.event.value : `changed(${printExpression(trigger.attribute)})`;
}

export function printAgain(again: AgainAst): string {
  switch (again.kind) {
    case 'never':
    case 'always':
      return again.kind;
    case 'after':
      return `after ${printDuration(again.duration)}`;
    case 'each':
      return `each ${printExpression(again.key)}`;
    default:
      return unreachable(again);
  }
}

export function printUnless({ events, within }: UnlessAst): string {
  return `${events.map(({ value }) => value).join(' or ')} within ${printDuration(within.value)}`;
}

export function printAlready(already: AlreadyAst): string {
  return already.kind === 'since' ? `since ${already.date.value}` : already.kind;
}

export function printAudience({ segment, onePerAccountBy }: AudienceAst): string {
  return words(segment.value, onePerAccountBy && `one per account by ${printExpression(onePerAccountBy)}`);
}

export function printGoal({ event, where, within }: GoalAst): string {
  return words(event.value, printWhere(where), `within ${printDuration(within.value)}`);
}

export function printEmail({ topic, transactional, from, hours }: EmailAst): string {
  const reviewed = transactional?.reviewed;
  return words(
    transactional && `transactional ${printText(transactional.reason.value)}`,
    reviewed && `reviewed ${reviewed.value}`,
    topic && `topic ${topic.value}`,
    from && `from ${from.value}`,
    hours && `hours ${hours.value}`,
  );
}

export function printCost({ amount, currency }: CostAst): string {
  return `${printNumber(amount.value)} ${currency.value}`;
}

export function printVariants({ by, generic }: VariantsAst): string {
  return words(printExpression(by), generic && `keep ${printPercent(generic)} generic`);
}

export function printInFlight(choice: InFlightChoiceAst): string {
  return choice.kind === 'move_to' ? `move_to ${choice.step.value}` : choice.kind;
}

export function printRollout({ share, holdWhen }: RolloutAst): string {
  const limits = holdWhen.map(({ metric, above }) => `${metric.value} > ${printPercent(above)}`);
  return words(printPercent(share), limits.length > 0 ? `hold when ${limits.join(' or ')}` : undefined);
}

export function printPlaylistItem({ template, when }: PlaylistItemAst): string {
  return words(template.value, printWhen(when));
}

export function printBest({ measure, after, else: otherwise }: BestAst): string {
  return `${printExpression(measure)} after ${printDuration(after.value)} else ${otherwise.value}`;
}

export function printAssign({ to, when, by }: AssignAst): string {
  return words(to.value, printWhen(when), by && `by ${by.value}`);
}

export function printCap({ count, window }: CapAst): string {
  return `${count.value} marketing emails in ${printDuration(window.value)}`;
}

export function printOverCap({ defer }: OverCapAst): string {
  return defer === undefined ? 'drop' : `defer ${printDuration(defer.value)} then drop`;
}

export function printHours({ weekdays, from, until }: Omit<HoursAst, 'name'>): string {
  return `${printWeekdays(weekdays)} ${printTime(from)}-${printTime(until)}`;
}

export function printQuietHours({ from, until }: QuietHoursAst): string {
  return `${printTime(from)}-${printTime(until)}`;
}

export function printFitRule({ points, when }: FitRuleAst): string {
  return `${printNumber(points.value)} when ${printExpression(when)}`;
}

export function printPainRule({ points, event, where, once, perDay, fades, basis }: Omit<PainRuleAst, 'name'>): string {
  return words(
    `${printNumber(points.value)} on ${event.value}`,
    printWhere(where),
    once ? 'once' : undefined,
    perDay && `at most ${perDay.value} per day`,
    fades && `fades ${printDuration(fades.value)}`,
    basis?.value,
  );
}

export function printAccountScore({ fit, pain, perPerson }: AccountScoreAst): string {
  const most = perPerson === undefined ? '' : `, ${printNumber(perPerson.value)} per person`;
  return `fit ${fit.value}, pain ${pain.value}${most}`;
}

export function printLocatedDuration({ value }: Located<Duration>): string {
  return printDuration(value);
}

function printWhere(where: ExprAst | undefined): string | undefined {
  return where && `where ${printExpression(where)}`;
}

function printWhen(when: ExprAst | undefined): string | undefined {
  return when && `when ${printExpression(when)}`;
}

/** Minutes after midnight as `09:30`. */
function printTime(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: 'mon',
  2: 'tue',
  3: 'wed',
  4: 'thu',
  5: 'fri',
  6: 'sat',
  7: 'sun',
};

/** `mon-wed,fri`: neighbours as a range. */
function printWeekdays(days: readonly Weekday[]): string {
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => {
      const [first = 1] = run;
      const last = run.at(-1) ?? first;
      return first === last ? weekdayNames[first] : `${weekdayNames[first]}-${weekdayNames[last]}`;
    })
    .join(',');
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
