import fc from 'fast-check';

/** What must hold for whatever chance comes up with. */
export interface Law {
  /** For the command line. */
  readonly name: string;
  readonly promise: string;
  /** How many cases `npm run laws` tries; `npm test` tries a fiftieth. */
  readonly cases: number;
  /** @throws with the smallest counterexample that was found */
  check(run: Run): Promise<void>;
}

export interface Run {
  readonly seed: number;
  readonly cases: number;
  progress(done: number): void;
}

const batch = 1_000;

/** A law about values that fast-check makes and, where one breaks it, makes smaller. */
export function lawOf<T>(
  law: Omit<Law, 'check'>,
  values: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void> | void,
): Law {
  return {
    ...law,
    async check({ seed, cases, progress }) {
      for (let done = 0; done < cases; done += batch) {
        const numRuns = Math.min(batch, cases - done);
        await fc.assert(
          fc.asyncProperty(values, async (value) => holds(value)),
          // Each batch its own seed, all of them from the one that was printed.
          { seed: seed + done, numRuns, interruptAfterTimeLimit: batchLimitMs, markInterruptAsFailure: true },
        );
        progress(done + numRuns);
      }
    },
  };
}

/** A case that hangs must not hang the run. */
const batchLimitMs = 300_000;
