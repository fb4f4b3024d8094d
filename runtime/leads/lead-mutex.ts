/**
 * Lets one piece of work at a time near a lead, within this process.
 *
 * It stands before the pool of connections: twenty looks at one busy lead would else hold twenty
 * connections, nineteen of them waiting for the lead's row.
 */
export interface LeadMutex {
  run<T>(leadId: number, work: () => Promise<T>): Promise<T>;
}

export function createLeadMutex(): LeadMutex {
  const tails = new Map<number, Promise<unknown>>();
  return {
    async run(leadId, work) {
      const before = tails.get(leadId);
      const turn = before === undefined ? work() : before.then(work, work);
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
