import { UsageError } from '../exit-code.js';

const perMinute: Readonly<Record<string, number>> = { s: 60, sec: 60, min: 1, h: 1 / 60, d: 1 / 1_440 };

/** `100/min` as leads a minute, at least one. */
export function readRate(text: string, command: string): number {
  const [, amount, unit = ''] = /^(\d{1,7})\/(s|sec|min|h|d)$/.exec(text.trim()) ?? [];
  const rate = Math.round(Number(amount) * (perMinute[unit] ?? 0));
  if (Number.isFinite(rate) && rate >= 1) return rate;
  throw new UsageError(`"${text}" is no rate of at least one lead a minute.`, `Write it like this: perennial ${command} --rate 100/min`);
}
