import type { Weekday } from '../../../grammar/ast/moment.js';
import type { Duration } from '../../../grammar/duration.js';
import { durationInWords } from '../../../grammar/duration.js';

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** "two days", "half an hour", "48 hours". */
export function lengthInWords(duration: Duration): string {
  if (duration.amount === 30 && duration.unit === 'min') return 'half an hour';
  const word = small[duration.amount];
  const plain = durationInWords(duration);
  return word === undefined ? plain : plain.replace(String(duration.amount), word);
}

/** "once", "twice", "5 times". */
export function timesInWords(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

/** `0.125` is "12.5%". */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** Minutes after midnight as a clock shows them. */
export function clockTime(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "a", "a or b", "a, b or c". */
export function listed(items: readonly string[], join: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${join} ${last}`;
}

const dayNames: Readonly<Record<Weekday, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
};

/** "a weekday", "any day", "a Monday or Thursday". */
export function weekdaysInWords(weekdays: readonly Weekday[]): string {
  const all = weekdays.toSorted((one, other) => one - other).join('');
  if (all === '1234567') return 'any day';
  if (all === '12345') return 'a weekday';
  if (all === '67') return 'a weekend day';
  return `a ${listed(weekdays.map((day) => dayNames[day]), 'or')}`;
}

/** "weekdays", "every day", "Mondays and Thursdays". */
export function daysInWords(weekdays: readonly Weekday[]): string {
  const one = weekdaysInWords(weekdays);
  if (one === 'any day') return 'every day';
  return one.startsWith('a week') ? `${one.slice(2)}s` : listed(weekdays.map((day) => `${dayNames[day]}s`), 'and');
}

const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];

/** `12-25`, a day of every year, is "25 December". */
export function yearlyDateInWords(written: string): string {
  const [, month = '', day = ''] = /^(\d\d)-(\d\d)$/.exec(written) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? dateInWords(written) : `${Number(day)} ${name}`;
}

/** `2026-10-01` is "1 October 2026"; the time of day stays as it was written, without an offset UTC. */
export function dateInWords(written: string): string {
  const [, year = '', month = '', day = '', time, offset = ' UTC'] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(written) ?? [];
  const name = months[Number(month) - 1];
  if (name === undefined) return written;
  const date = `${Number(day)} ${name} ${year}`;
  return time === undefined ? date : `${date}, ${time}${offset === 'Z' ? ' UTC' : offset}`;
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
