import { durationUnits, rollingMs } from '../../grammar/duration.js';
import { PluginError } from './plugin-error.js';

/** As in campaigns: `10s`, `5min`, `24h`. */
export type DurationText = `${number}${'s' | 'min' | 'h' | 'd'}`;

/** @throws PluginError for anything else */
export function msOf(text: DurationText, what: string): number {
  const [, amount = '', word] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  const unit = durationUnits.find((one) => one === word);
  const ms = unit === undefined ? 0 : rollingMs({ amount: Number(amount), unit });
  if (ms <= 0) throw new PluginError(`${what} is "${text}"; write it like 10s, 5min or 24h.`);
  return ms;
}
