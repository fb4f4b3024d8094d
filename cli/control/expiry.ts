import { UsageError } from '../exit-code.js';

const unitMs: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 365 * 86_400_000 };

/** `90d` in ms. @throws UsageError for anything else */
export function readExpiry(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,5})(min|h|d|w|y)$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? 0);
  if (Number.isFinite(ms) && ms > 0) return ms;
  throw new UsageError(`"${text}" is no duration.`, 'Write it like this: --expires 90d');
}
