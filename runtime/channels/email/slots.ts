/** A fixed number of turns, handed out in the order of asking. */
export interface Slots {
  /** @throws the signal's reason when it aborts first */
  take(signal: AbortSignal): Promise<void>;
  free(): void;
}

export function createSlots(count: number): Slots {
  let left = count;
  const waiting = new Set<() => void>();
  return {
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (left > 0) {
        left -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = (): void => {
          waiting.delete(turn);
          reject(signal.reason);
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(turn);
      });
    },
    free() {
      for (const turn of waiting) {
        waiting.delete(turn);
        turn();
        return;
      }
      left += 1;
    },
  };
}
