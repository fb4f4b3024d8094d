/** One way in which events differ from the schema, and how often. */
export interface Finding {
  /** `signed_up`; `identify` for attributes; empty where the record tells neither. */
  readonly event: string;
  /** JSON pointer into the item. */
  readonly path: string;
  readonly message: string;
  readonly count: number;
  /** 1-based. */
  readonly firstLine: number;
}

export interface Tally {
  add(event: string, path: string, message: string, line: number): void;
  /** The most frequent first. */
  findings(): readonly Finding[];
  /** Findings of kinds that no longer had a place. */
  others(): number;
}

/** A client that invents a key for every event must not fill the memory, nor the screen. */
export const mostKinds = 1_000;

export function createTally(): Tally {
  const kinds = new Map<string, Finding>();
  let others = 0;
  return {
    add(event, path, message, firstLine) {
      const key = JSON.stringify([event, path, message]);
      const known = kinds.get(key);
      if (known !== undefined) kinds.set(key, { ...known, count: known.count + 1 });
      else if (kinds.size < mostKinds) kinds.set(key, { event, path, message, count: 1, firstLine });
      else others += 1;
    },
    findings: () => [...kinds.values()].toSorted((one, other) => other.count - one.count || one.firstLine - other.firstLine),
    others: () => others,
  };
}
