import assert from 'node:assert/strict';
import type { Duration } from '../../../grammar/duration.js';
import type { HoursPlan, QuietHoursPlan, Weekday } from '../../../compiler/plan/ir.js';
import { gate } from '../../../runtime/engine/gate/gate.js';
import { addDuration, fromLocal, toLocal } from '../../../runtime/engine/time/civil-time.js';
import { dueAt } from '../../../runtime/engine/time/due.js';
import { nextOpening } from '../../../runtime/engine/time/opening.js';
import { facts, plan, send } from '../../runtime/engine/engine-fixture.js';
import { seededRandom } from '../../runtime/service/stage/seeded-random.js';
import type { Law, Run } from '../law.js';
import type { SlowClock } from './slow-clock.js';
import { readWall, slowClock } from './slow-clock.js';
import { transitionsOf, zones } from './transitions.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** How far the slow clock is read on either side of a transition. */
const aroundMs = 30 * hourMs;

/** What is held to the slow clock. */
export interface Clockwork {
  readonly toLocal: typeof toLocal;
  readonly fromLocal: typeof fromLocal;
  readonly addDuration: typeof addDuration;
  readonly nextOpening: typeof nextOpening;
  readonly dueAt: typeof dueAt;
  readonly gate: typeof gate;
}

export const ownClockwork: Clockwork = { toLocal, fromLocal, addDuration, nextOpening, dueAt, gate };

/**
 * A case is one change of one zone's clock between 2020 and 2040, or for a zone without any a
 * moment by chance. A full run has more cases than there are changes, and so takes every one.
 */
export function timeWith(clockwork: Clockwork): Law {
  return { name: 'time', promise: 'times of day are right in every zone, at every change of its clocks', cases: 6_000, check: (run) => check(clockwork, run) };
}

export const time = timeWith(ownClockwork);

interface Case {
  readonly zone: string;
  readonly at: number;
  readonly slow: SlowClock;
  readonly random: () => number;
}

async function check(clockwork: Clockwork, { seed, cases, progress }: Run): Promise<void> {
  const random = seededRandom(seed);
  const order = shuffled(zones, random);
  let done = 0;
  for (let turn = 0; done < cases; turn += 1) {
    const zone = order[turn % order.length] ?? 'UTC';
    for (const at of momentsOf(zone, random)) {
      if (done === cases) break;
      const one = { zone, at, slow: slowClock(zone, at, aroundMs), random };
      try {
        for (const hold of holds) hold(clockwork, one);
      } catch (error) {
        throw new Error(`${zone} at ${iso(at)}`, { cause: error });
      }
      done += 1;
    }
    progress(done);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function momentsOf(zone: string, random: () => number): readonly number[] {
  const changes = transitionsOf(zone);
  return changes.length > 0 ? changes : [Date.UTC(2020, 0, 1) + Math.floor(random() * 20 * 365) * dayMs];
}

type Holds = (clockwork: Clockwork, one: Case) => void;

const readings: Holds = (clockwork, { zone, at, slow, random }) => {
  for (let count = 0; count < 40; count += 1) {
    const ms = at + Math.floor((random() - 0.5) * 6 * hourMs);
    same(clockwork.toLocal(zone, ms), slow.reading(ms) + (ms % 1000), 'the reading', zone);
  }
};

/** Every reading near the change: as it is, in the gap, and the one that comes twice. */
const instants: Holds = (clockwork, { zone, at, slow }) => {
  const around = floorToMinute(slow.reading(at));
  for (let minutes = -200; minutes <= 200; minutes += 5) {
    const local = around + minutes * minuteMs;
    same(clockwork.fromLocal(zone, local), slow.instantOf(local), `the instant of ${iso(local)}`, zone);
  }
};

const calendarUnits = ['d', 'w', 'mo', 'y'] as const;

/** Whole days keep the time of day, from wherever they start into the hours around the change. */
const calendarDurations: Holds = (clockwork, { zone, at, slow, random }) => {
  for (let count = 0; count < 12; count += 1) {
    const unit = pick(calendarUnits, random);
    const amount = 1 + Math.floor(random() * (unit === 'y' ? 2 : unit === 'mo' ? 14 : 40));
    const target = floorToMinute(slow.reading(at)) + Math.floor((random() - 0.5) * 300) * minuteMs;
    const local = back(target, { amount, unit });
    const start = instantReading(zone, local);
    // The last of a month has no counterpart in every other one; a reading may not have been at all.
    if (start === undefined || forth(local, { amount, unit }) !== target) continue;
    const expected = slow.instantOf(target);
    same(clockwork.addDuration(zone, start, { amount, unit }), expected, `${amount}${unit} after ${iso(start)}`, zone);
  }
};

const elapsedDurations: Holds = (clockwork, { zone, at, random }) => {
  const start = at - Math.floor(random() * 3 * hourMs);
  for (const [unit, ms] of [['s', 1_000], ['min', minuteMs], ['h', hourMs]] as const) {
    const amount = Math.floor(random() * 90);
    same(clockwork.addDuration(zone, start, { amount, unit }), start + amount * ms, `${amount}${unit}`, zone);
    same(clockwork.addDuration(zone, start, { amount, unit }, -1), start - amount * ms, `minus ${amount}${unit}`, zone);
  }
};

/** `day N 09:30`: each day at its time, one after the other, also for who entered in an hour that comes twice. */
const days: Holds = (clockwork, { zone, at, slow, random }) => {
  const minute = Math.floor(random() * 24 * 60);
  const enteredAt = at - 2 * dayMs + Math.floor((random() - 0.5) * 4 * hourMs);
  const known = factsIn(zone, enteredAt);
  const enteredDay = startOfDay(slow.reading(enteredAt));
  let before = Number.NEGATIVE_INFINITY;
  for (let day = 1; day <= 4; day += 1) {
    const due = { kind: 'at', anchor: { kind: 'day', day }, time: minute } as const;
    const moment = clockwork.dueAt('welcome', send('hello', { due }), enteredAt, known) ?? 0;
    assert.ok(moment > before, `${zone}: day ${day} does not come after day ${day - 1}`);
    before = moment;
    const local = enteredDay + day * dayMs + minute * minuteMs;
    if (local > slow.reading(slow.from) + dayMs && local < slow.reading(slow.until) - dayMs) {
      same(moment, slow.instantOf(local), `day ${day} at ${iso(local)}`, zone);
    }
  }
};

/** `09:00`: never before the lead stands there, and no later than the wall shows it next. */
const nextTimes: Holds = (clockwork, { zone, at, slow, random }) => {
  for (let count = 0; count < 12; count += 1) {
    const minute = Math.floor(random() * 24 * 60);
    const since = at + Math.floor((random() - 0.5) * 8 * 60) * minuteMs;
    const due = { kind: 'at', anchor: { kind: 'next' }, time: minute } as const;
    const moment = clockwork.dueAt('welcome', send('hello', { due }), since, factsIn(zone, since)) ?? 0;
    assert.ok(moment >= since, `${zone}: ${iso(moment)} is before ${iso(since)}`);
    const day = startOfDay(slow.reading(since));
    const candidates = [0, 1].map((ahead) => slow.instantOf(day + ahead * dayMs + minute * minuteMs) ?? Number.NaN);
    // Who comes in that very minute is there, also when it is its second time.
    const isNow = slow.reading(since) === day + minute * minuteMs;
    const expected = isNow ? since : candidates.find((candidate) => candidate >= since);
    same(moment, expected, `the next ${minute} minutes of a day from ${iso(since)}`, zone);
  }
};

/** Hours, quiet hours and holidays: the opening is the very first open minute there is. */
const openings: Holds = (clockwork, { zone, at, slow, random }) => {
  for (let count = 0; count < 12; count += 1) {
    const times = timesByChance(slow.reading(at), random);
    const ms = at + Math.floor((random() - 0.5) * 12 * 60) * minuteMs;
    const isOpen = (reading: number): boolean => isOpenOnWall(times, reading);
    const expected = slow.first(ms, isOpen);
    const holidays = times.holiday === undefined ? [] : [{ name: 'day', days: new Set([times.holiday]) }];
    const { hours, quiet } = times;
    const opening = clockwork.nextOpening({ ...(hours === undefined ? {} : { hours }), ...(quiet === undefined ? {} : { quiet }), holidays }, zone, ms);
    if (expected === undefined) assert.ok(opening === undefined || opening >= slow.until, `${zone}: opens at ${iso(opening ?? 0)}`);
    else same(opening, expected, `the opening from ${iso(ms)} of ${JSON.stringify(times)}`, zone);
    throughTheGate(clockwork, { zone, slow, ms, times, isOpen, expected });
  }
};

/** What passes was open; what is held comes into the opening, no later than half an hour after it began. */
function throughTheGate(
  clockwork: Clockwork,
  { zone, slow, ms, times, isOpen, expected }: { zone: string; slow: SlowClock; ms: number; times: Times; isOpen: (reading: number) => boolean; expected: number | undefined },
): void {
  const { hours, quiet, holiday } = times;
  const workspace = {
    zone,
    hours: hours === undefined ? {} : { business: hours },
    ...(quiet === undefined ? {} : { quietHours: quiet }),
    ...(holiday === undefined ? {} : { holidays: { everywhere: [holiday] } }),
  };
  const email = { class: 'marketing', topic: 'tips', from: 'anna', ...(hours === undefined ? {} : { hours: 'business' }) } as const;
  const verdict = clockwork.gate(plan([]), send('hello', { email }), facts({ workspace }), ms);
  const open = isOpen(slow.reading(ms)) || (hours === undefined && holiday !== undefined && isOpenOnWall({ ...times, holiday: undefined }, slow.reading(ms)));
  assert.equal(verdict.kind, open ? 'send' : 'hold', `${zone}: the gate at ${iso(ms)} of ${JSON.stringify(times)}`);
  if (verdict.kind !== 'hold' || expected === undefined || expected > slow.until - hourMs) return;
  if (hours === undefined && holiday !== undefined) return;
  assert.ok(isOpen(slow.reading(verdict.until)), `${zone}: held until ${iso(verdict.until)}, when it is closed`);
  assert.ok(verdict.until >= expected && verdict.until <= expected + 30 * minuteMs, `${zone}: held until ${iso(verdict.until)}, open from ${iso(expected)}`);
}

const holds: readonly Holds[] = [readings, instants, calendarDurations, elapsedDurations, days, nextTimes, openings];

interface Times {
  readonly hours?: HoursPlan | undefined;
  readonly quiet?: QuietHoursPlan | undefined;
  /** `2026-12-25` or `12-25`. */
  readonly holiday?: string | undefined;
}

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function timesByChance(local: number, random: () => number): Times {
  const minute = (most: number): number => Math.floor((random() * most) / 15) * 15;
  const from = minute(23 * 60);
  const hours = { weekdays: weekdays.filter(() => random() < 0.85), from, until: from + 15 + minute(24 * 60 - from - 15) };
  const quiet = { from: minute(24 * 60), until: minute(24 * 60) };
  const day = new Date(local).toISOString().slice(random() < 0.5 ? 0 : 5, 10);
  return {
    hours: random() < 0.7 ? hours : undefined,
    quiet: random() < 0.5 && quiet.from !== quiet.until ? quiet : undefined,
    holiday: random() < 0.3 ? day : undefined,
  };
}

/** Said anew, without a word of the product's. */
function isOpenOnWall({ hours, quiet, holiday }: Times, reading: number): boolean {
  const date = new Date(reading);
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  if (hours !== undefined && (!hours.weekdays.some((day) => day === weekday) || minute < hours.from || minute >= hours.until)) return false;
  if (holiday !== undefined && date.toISOString().slice(0, 10).endsWith(holiday)) return false;
  if (quiet === undefined) return true;
  const overMidnight = quiet.until < quiet.from;
  const inside = overMidnight ? minute >= quiet.from || minute < quiet.until : minute >= quiet.from && minute < quiet.until;
  return !inside;
}

function factsIn(zone: string, enteredAt: number) {
  const known = facts({ attributes: { time_zone: zone } });
  return { ...known, enrolment: { ...known.enrolment, enteredAt } };
}

/** Calendar arithmetic on readings, by the fields of a date. */
function forth(local: number, { amount, unit }: Duration): number {
  const date = new Date(local);
  if (unit === 'd' || unit === 'w') date.setUTCDate(date.getUTCDate() + amount * (unit === 'w' ? 7 : 1));
  else if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() + amount);
  else date.setUTCMonth(date.getUTCMonth() + amount);
  return date.getTime();
}

function back(local: number, { amount, unit }: Duration): number {
  return forth(local, { amount: -amount, unit });
}

/** An instant with this reading, if it was ever on the wall. */
function instantReading(zone: string, local: number): number | undefined {
  for (let guess = local - 15 * hourMs; guess <= local + 15 * hourMs; guess += 15 * minuteMs) {
    if (readWall(zone, guess) === local) return guess;
  }
  return undefined;
}

function same(actual: number | undefined, expected: number | undefined, what: string, zone: string): void {
  if (actual === expected) return;
  assert.fail(`${zone}: ${what} is ${actual === undefined ? 'never' : iso(actual)}, but the wall says ${expected === undefined ? 'never' : iso(expected)}`);
}

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  return all.map((value) => ({ value, place: random() })).sort((first, second) => first.place - second.place).map(({ value }) => value);
}

function pick<T>(from: readonly [T, ...T[]], random: () => number): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

function startOfDay(local: number): number {
  return Math.floor(local / dayMs) * dayMs;
}

function floorToMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}

function iso(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms);
}
