import type { Dice } from './dice.js';
import type { Person } from './person.js';

const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Monday 2026-01-05 00:00 UTC; day 0 of the story. */
export const beginning = Date.UTC(2026, 0, 5);
export const ninetyDays = 90 * day;

/**
 * A moment of the person's own working day, on a quarter of an hour. Weekends move to Monday.
 *
 * Not before nine: on day 0 it is still Sunday in UTC when Tokyo has breakfast.
 */
export function atWork(person: Person, onDay: number, dice: Dice): number {
  return clock(person, workday(onDay), dice.between(9, 17), 15 * dice.below(4));
}

/** The same, in the evening and at weekends too: people sign up from the sofa. */
export function atAnyHour(person: Person, onDay: number, dice: Dice): number {
  return clock(person, onDay, dice.between(9, 22), 15 * dice.below(4));
}

/**
 * At work again, `days` (1 or more) after the day of `at`: always on a later day, so that what
 * follows in the plot follows in time.
 */
export function later(person: Person, at: number, days: number, dice: Dice): number {
  const local = at + person.place.offsetMinutes * minute;
  return atWork(person, Math.floor((local - beginning) / day) + days, dice);
}

/** Epoch ms of a wall-clock time; winter time all along, an hour does not matter to the story. */
function clock(person: Person, onDay: number, hours: number, minutes: number): number {
  return beginning + onDay * day + hours * hour + (minutes - person.place.offsetMinutes) * minute;
}

/** `YYYY-MM-DD` of a day of the story. */
export function dateOf(onDay: number): string {
  return new Date(beginning + onDay * day).toISOString().slice(0, 10);
}

function workday(onDay: number): number {
  const weekday = onDay % 7;
  return weekday < 5 ? onDay : onDay + 7 - weekday;
}
