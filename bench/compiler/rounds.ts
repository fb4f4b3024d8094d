/** The middle one; of an even number the lower. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}

/** The smallest; of none `NaN`. */
export function fewest(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : Math.min(...values);
}

/** Ms that the work takes. */
export async function timed(work: () => Promise<unknown> | void): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
