/** What was done to the system, by kind. */
export interface Tally {
  note(kind: string, times?: number): void;
  readonly counts: ReadonlyMap<string, number>;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    note(kind, times = 1) {
      if (times > 0) counts.set(kind, (counts.get(kind) ?? 0) + times);
    },
    counts,
  };
}

/** In the order of their names. */
export function asRecord(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].toSorted(([first], [second]) => (first < second ? -1 : 1)));
}
