/**
 * Lets one piece of work at a time near a lead, within this process.
 *
 * It stands before the pool of connections: twenty looks at one busy lead would else hold twenty
 * connections, nineteen of them waiting for the lead's row.
 */
export interface LeadMutex {
  /** @throws when its turn does not come in time; trying again is safe */
  run<T>(leadId: number, work: () => Promise<T>): Promise<T>;
}

/**
 * A look that waits for longer has been given up by the run that asked for it and is asked for
 * anew: behind a lead whose row is stuck, those that nobody waits for would pile up.
 */
const longestWaitMs = 9_000;

export function createLeadMutex(waitMs: number = longestWaitMs): LeadMutex {
  const tails = new Map<number, Promise<unknown>>();
  return {
    async run(leadId, work) {
      const before = tails.get(leadId);
      const turn = before === undefined ? work() : before.then(inTime(work, waitMs));
      const tail = turn.catch(() => undefined);
      tails.set(leadId, tail);
      try {
        return await turn;
      } finally {
        if (tails.get(leadId) === tail) tails.delete(leadId);
      }
    },
  };
}

function inTime<T>(work: () => Promise<T>, waitMs: number): () => Promise<T> {
  const asked = performance.now();
  return () => {
    if (performance.now() - asked > waitMs) throw new Error('the lead is busy');
    return work();
  };
}
