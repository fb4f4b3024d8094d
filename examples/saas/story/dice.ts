/** Chance that repeats itself: the same seed, the same throws. */
export interface Dice {
  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number;
  /** A whole number between both, inclusive. */
  between(least: number, most: number): number;
  /** True in about `share` (0 to 1) of all throws. */
  chance(share: number): boolean;
  /** @throws when there is nothing to pick from */
  pick<T>(from: readonly T[]): T;
  shuffle<T>(items: readonly T[]): readonly T[];
}

/** A xorshift generator of 32 bits: small, and good enough for a story. */
export function createDice(seed: number): Dice {
  // Never 0: from there it would stay at 0.
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (share) => next() < share,
    pick: (from) => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ item }) => item),
  };
}
