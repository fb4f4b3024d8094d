import { evaluatorOf } from '../conditions/condition.js';
import type { Scope } from '../conditions/scope.js';
import { placeInWindow } from '../stable-hash.js';
import { addDuration, dayMs, fromLocal, minuteMs, startOfDay, toLocal, weekdayOf } from '../time/civil-time.js';
import type { DateWay } from '../../../compiler/plan/ways.js';

/** A moment of a way in, for one lead. */
export interface Moment {
  /** Epoch ms, spread included. */
  readonly at: number;
  /** Names the round, whatever becomes of zone, time of day and spread: one entry each. */
  readonly round: string;
}

/** Whose moments they are. */
export interface Whose {
  /** Of the campaign, without an entry; `now` is of no matter. */
  readonly scope: Scope;
  /** Opaque and stable: the seed of spreads. */
  readonly leadId: string;
  /** Of the lead, or of another clock that a moment names. */
  readonly zoneOf: (clock?: 'account' | 'workspace') => string;
}

/**
 * The moment of the way for the lead: of a date the one there is, past or not; of a rhythm the first
 * after `after` (epoch ms). Undefined while the date is missing.
 *
 * A wall-clock time that a change of clocks removes moves forward, and of two the first counts.
 */
export function momentOf(way: DateWay, whose: Whose, after: number): Moment | undefined {
  const { entry } = way;
  const spread = spreadOf(way, whose);
  return entry.kind === 'at' ? dateMoment(entry.moment, whose, after, spread) : nextRound(entry, whose, after, spread);
}

type At = Extract<DateWay['entry'], { readonly kind: 'at' }>['moment'];
type Every = Extract<DateWay['entry'], { readonly kind: 'every' }>;

function spreadOf({ id, entry }: DateWay, { scope, leadId }: Whose): number {
  const sizeMs = entry.kind === 'at' ? entry.moment.spreadMs : entry.spreadMs;
  return sizeMs === undefined ? 0 : placeInWindow(sizeMs, leadId, scope.campaign, id);
}

function dateMoment(moment: At, whose: Whose, after: number, spread: number): Moment | undefined {
  const zone = whose.zoneOf(moment.clock);
  const { anchor } = moment;
  switch (anchor.kind) {
    case 'date': {
      const date = evaluatorOf(anchor.date)(whose.scope);
      const start = typeof date === 'number' ? date : midnightOf(date, zone);
      if (start === undefined) return undefined;
      const { offset } = anchor;
      const moved = offset === undefined ? start : addDuration(zone, start, offset.duration, offset.sign);
      const local = onAllowedDay(atTime(toLocal(zone, moved), moment.time), moment.weekdays);
      const apart = offset === undefined ? '' : `${offset.sign === 1 ? '+' : '-'}${offset.duration.amount}${offset.duration.unit}`;
      return { at: fromLocal(zone, local) + spread, round: `date:${String(date)}${apart}` };
    }
    case 'next': {
      const start = toLocal(zone, after);
      const today = onAllowedDay(atTime(start, moment.time), moment.weekdays);
      const local = today > start ? today : onAllowedDay(atTime(start + dayMs, moment.time), moment.weekdays);
      return { at: fromLocal(zone, local) + spread, round: 'next' };
    }
    case 'day':
      // Counted from an entry, and nobody has entered.
      return undefined;
  }
}

function nextRound(entry: Every, whose: Whose, after: number, spread: number): Moment | undefined {
  const zone = whose.zoneOf();
  // A day further back: the spread may reach over midnight, and clocks may be changed.
  const first = startOfDay(toLocal(zone, after)) - dayMs - spread;
  for (const local of daysOf(entry, whose, first)) {
    const at = fromLocal(zone, atTime(local, entry.time ?? 0)) + spread;
    if (at > after) return { at, round: `every:${roundOf(entry, local)}` };
  }
  return undefined;
}

/** The days of the rhythm from a wall-clock day on, as local midnights; enough to find the next. */
function* daysOf({ unit, on }: Every, { scope, zoneOf }: Whose, first: number): Generator<number> {
  const start = new Date(first);
  switch (unit) {
    case 'year': {
      const date = on?.kind === 'date' ? dayOfDate(evaluatorOf(on.date)(scope), zoneOf()) : { month: 0, day: 1 };
      if (date === undefined) return;
      for (let ahead = 0; ahead <= 2; ahead += 1) yield clampedDay(start.getUTCFullYear() + ahead, date.month, date.day);
      return;
    }
    case 'month': {
      const day = on?.kind === 'month-day' ? on.day : 1;
      for (let ahead = 0; ahead <= 2; ahead += 1) yield clampedDay(start.getUTCFullYear(), start.getUTCMonth() + ahead, day);
      return;
    }
    case 'week': {
      const weekdays = on?.kind === 'weekdays' ? on.weekdays : [1];
      for (let ahead = 0; ahead <= 16; ahead += 1) {
        const local = startOfDay(first) + ahead * dayMs;
        if (weekdays.some((day) => day === weekdayOf(local))) yield local;
      }
      return;
    }
    case 'day':
      for (let ahead = 0; ahead <= 9; ahead += 1) yield startOfDay(first) + ahead * dayMs;
  }
}

/** The day of a month, or its last one: 29 February is the 28th in other years. */
function clampedDay(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, last));
}

/** By year, month or day: a birthday that is corrected is not kept twice in a year. */
function roundOf({ unit }: Every, local: number): string {
  const day = new Date(local).toISOString().slice(0, 10);
  return unit === 'year' ? day.slice(0, 4) : unit === 'month' ? day.slice(0, 7) : day;
}

function dayOfDate(date: unknown, zone: string): { readonly month: number; readonly day: number } | undefined {
  const local = typeof date === 'number' ? toLocal(zone, date) : typeof date === 'string' ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(local)) return undefined;
  const read = new Date(local);
  return { month: read.getUTCMonth(), day: read.getUTCDate() };
}

function atTime(local: number, time: number | undefined): number {
  return time === undefined ? local : startOfDay(local) + time * minuteMs;
}

function onAllowedDay(local: number, weekdays: At['weekdays']): number {
  if (weekdays === undefined || weekdays.length === 0) return local;
  let day = local;
  while (!weekdays.includes(weekdayOf(day))) day += dayMs;
  return day;
}

function midnightOf(date: unknown, zone: string): number | undefined {
  if (typeof date !== 'string') return undefined;
  const local = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(local) ? undefined : fromLocal(zone, local);
}
