import { readWall } from './slow-clock.js';

const dayMs = 86_400_000;
const from = Date.UTC(2020, 0, 1);
const until = Date.UTC(2041, 0, 1);

/** Every zone of the tz database that this Node names. */
export const zones: readonly string[] = [...Intl.supportedValuesOf('timeZone')];

/** When the zone's clocks are put forward or back from 2020 to 2040; epoch ms, to the minute. */
export function transitionsOf(zone: string): readonly number[] {
  const found: number[] = [];
  let offset = offsetAt(zone, from);
  for (let day = from; day < until; day += dayMs) {
    const next = offsetAt(zone, day + dayMs);
    if (next === offset) continue;
    let before = day;
    let after = day + dayMs;
    while (after - before > 60_000) {
      const middle = Math.floor((before + after) / 2 / 60_000) * 60_000;
      if (offsetAt(zone, middle) === offset) before = middle;
      else after = middle;
    }
    found.push(after);
    offset = next;
  }
  return found;
}

function offsetAt(zone: string, ms: number): number {
  return readWall(zone, ms) - ms;
}
