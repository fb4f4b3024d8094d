/** Points that were given at one moment, epoch ms. */
export interface Gift {
  readonly points: number;
  readonly at: number;
}

/** What is left of the gifts of one rule, in whole points, when points halve in `halfLifeMs` (domain.md S-21). */
export function pointsLeft(gifts: readonly Gift[], halfLifeMs: number, now: number): number {
  return whole(exactly(gifts, halfLifeMs, now));
}

/** The first moment after `now` at which a whole point more is gone; undefined when nothing is left to go. */
export function nextFade(gifts: readonly Gift[], halfLifeMs: number, now: number): number | undefined {
  const exact = Math.abs(exactly(gifts, halfLifeMs, now));
  const left = Math.abs(whole(exact));
  if (left === 0) return undefined;
  // All points of a rule halve together, so their sum does. Half a point counts as one: just below it does not.
  return now + Math.floor(halfLifeMs * Math.log2(exact / (left - 0.5))) + 1;
}

/** Older gifts than this many half-lives have left nothing that would be seen. */
export const halfLivesKept = 20;

function exactly(gifts: readonly Gift[], halfLifeMs: number, now: number): number {
  return gifts.reduce((sum, { points, at }) => {
    const age = Math.max(0, now - at) / halfLifeMs;
    return age > halfLivesKept ? sum : sum + points * 2 ** -age;
  }, 0);
}

function whole(points: number): number {
  return Math.sign(points) * Math.floor(Math.abs(points) + 0.5) || 0;
}
