/** `s`, `min` and `h` are elapsed time; `d` and longer are calendar time in the lead's zone. */
export type DurationUnit = 's' | 'min' | 'h' | 'd' | 'w' | 'mo' | 'y';

/** As the author wrote it: 48h and 2d differ when the clocks change in between. */
export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

const unitMs: Record<DurationUnit, number> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_592_000_000,
  y: 31_536_000_000,
};

const unitWord: Record<DurationUnit, string> = {
  s: 'second',
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

export const durationUnits: readonly DurationUnit[] = ['s', 'min', 'h', 'd', 'w', 'mo', 'y'];

/** The rolling length in ms, as windows and caps count it: a month is 30 days, a year 365. */
export function rollingMs({ amount, unit }: Duration): number {
  return amount * unitMs[unit];
}

/** The author's notation: `3d`, `30min`. */
export function printDuration({ amount, unit }: Duration): string {
  return `${amount}${unit}`;
}

/** For sentences: "3 days", "1 hour". */
export function durationInWords({ amount, unit }: Duration): string {
  return `${amount} ${unitWord[unit]}${amount === 1 ? '' : 's'}`;
}

/** A number of ms for sentences, in the largest unit that fits: "17 days", "1.5 hours". */
export function msInWords(ms: number): string {
  const size = Math.abs(ms);
  const unit = (['d', 'h', 'min', 's'] as const).find((candidate) => size >= unitMs[candidate]) ?? 's';
  return durationInWords({ amount: Math.round((ms / unitMs[unit]) * 10) / 10, unit });
}
