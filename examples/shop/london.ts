/**
 * London's clocks by the rule of the law, without a time zone database: an hour ahead of UTC from
 * the last Sunday of March 01:00 UTC to the last Sunday of October 01:00 UTC (since 1996).
 */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Epoch ms of a London wall-clock time; one in the gap moves forward, of two in a fold the first. */
export function fromLondon(year: number, month: number, day: number, hour: number, minute: number): number {
  return instantOf(Date.UTC(year, month - 1, day, hour, minute));
}

/** The same wall-clock time some calendar days later; both epoch ms. */
export function addLondonDays(at: number, days: number): number {
  const wall = isSummer(at) ? at + hourMs : at;
  return instantOf(wall + days * dayMs);
}

/** `wall` is the wall-clock time read as if it were UTC. In the gap summer time is not yet and winter time no more. */
function instantOf(wall: number): number {
  return isSummer(wall - hourMs) ? wall - hourMs : wall;
}

function isSummer(at: number): boolean {
  const year = new Date(at).getUTCFullYear();
  return at >= lastSundayAtOne(year, 2) && at < lastSundayAtOne(year, 9);
}

/** March and October both have 31 days; `month` counts from 0. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.getTime() - last.getUTCDay() * dayMs;
}
