import { durationUnits, rollingMs, type Duration, type DurationUnit } from '../duration.js';

/** The text between the quotes: `\"`, `\\` and `\n` are escapes, any other backslash is itself. */
export function readText(image: string): string {
  return image
    .slice(1, -1)
    .replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

export function printText(value: string): string {
  const escaped = value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

export type ReadDuration =
  | { readonly kind: 'duration'; readonly duration: Duration }
  /** `3m`: minutes or months. */
  | { readonly kind: 'ambiguous'; readonly amount: string }
  | { readonly kind: 'unknown'; readonly suggestion?: string }
  | { readonly kind: 'too-long' };

const unitOfWord: ReadonlyMap<string, DurationUnit> = new Map([
  ...durationUnits.map((unit) => [unit, unit] as const),
  ...(
    [
      ['s', ['sec', 'secs', 'second', 'seconds']],
      ['min', ['mins', 'minute', 'minutes']],
      ['h', ['hr', 'hrs', 'hour', 'hours']],
      ['d', ['day', 'days']],
      ['w', ['wk', 'wks', 'week', 'weeks']],
      ['mo', ['mos', 'mon', 'month', 'months']],
      ['y', ['yr', 'yrs', 'year', 'years']],
    ] as const
  ).flatMap(([unit, words]) => words.map((word) => [word, unit] as const)),
]);

const hundredYearsMs = 100 * rollingMs({ amount: 1, unit: 'y' });

/** `3d`. */
export function readDuration(image: string): ReadDuration {
  const amount = /^\d+(?:\.\d+)?/.exec(image)?.[0] ?? '';
  const word = image.slice(amount.length);
  const unit = durationUnits.find((candidate) => candidate === word);
  if (unit !== undefined && !amount.includes('.')) {
    const duration = { amount: Number(amount), unit };
    return rollingMs(duration) > hundredYearsMs ? { kind: 'too-long' } : { kind: 'duration', duration };
  }
  if (word.toLowerCase() === 'm' && !amount.includes('.')) return { kind: 'ambiguous', amount };
  const suggestion = suggestDuration(amount, word);
  return { kind: 'unknown', ...(suggestion === undefined ? {} : { suggestion }) };
}

/** `3 days` and `3days` are `3d`; `1.5h` is `90min`. */
export function suggestDuration(amount: string, word: string): string | undefined {
  const unit = unitOfWord.get(word.toLowerCase());
  if (unit === undefined) return undefined;
  if (!amount.includes('.')) return `${amount}${unit}`;
  const smaller = { h: ['min', 60], min: ['s', 60], d: ['h', 24], w: ['d', 7] } as const;
  if (unit !== 'h' && unit !== 'min' && unit !== 'd' && unit !== 'w') return undefined;
  const [smallerUnit, factor] = smaller[unit];
  const whole = Number(amount) * factor;
  return Number.isInteger(whole) ? `${whole}${smallerUnit}` : undefined;
}

/** Minutes after midnight; `24:00` is the end of a day. */
export function readTimeOfDay(image: string): number | undefined {
  const [hour, minute] = image.split(':').map(Number);
  if (hour === undefined || minute === undefined) return undefined;
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  return hour * 60 + minute;
}

/** Whether `2026-02-29` or `2026-03-27 10:00` exists; offsets and fractions may follow the time. */
export function dateExists(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):(\d{2}))?)?$/.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const inClock = hour < 24 && minute < 60 && second < 60 && offsetHour < 15 && offsetMinute < 60;
  return inClock && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
