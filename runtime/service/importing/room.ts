import { setTimeout as pause } from 'node:timers/promises';
import type { Queries } from '../../store/database.js';
import { countWaiting } from '../../store/imports/imports.js';

/** So many events may wait to be worked in: whoever works gets through them in seconds. */
const mostWaiting = 4_000;
/** Beyond these nobody counts. */
const mostCounted = 1_000_000;
const askEveryMs = 100;
/** Where nothing was worked in for so long nobody is there to do it. */
const patienceMs = 3_000;

export interface Room {
  /**
   * Waits until what was brought along is worked in so far that what applications say does not wait
   * behind it. Where nobody works there is nothing to wait for.
   */
  wait(isStopped: () => boolean): Promise<void>;
}

export function createRoom(queries: Queries): Room {
  let nobodyWorks = false;
  return {
    async wait(isStopped) {
      let least = Number.POSITIVE_INFINITY;
      let since = performance.now();
      while (!nobodyWorks && !isStopped()) {
        const waiting = await countWaiting(queries, mostCounted);
        if (waiting < mostWaiting) return;
        if (waiting < least) {
          least = waiting;
          since = performance.now();
        } else if (performance.now() - since > patienceMs) {
          nobodyWorks = true;
        }
        await pause(askEveryMs);
      }
    },
  };
}
