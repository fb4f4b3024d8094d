import { allAtRest, nextDue, queueDue } from '../store/due.js';
import type { Orchestra } from '../simulate/conductor.js';
import type { Service } from './start-service.js';

/** How often the store is asked whether everybody rests; ms. */
const askMs = 4;
/** A lead that does not come to rest in this time is stuck; ms. */
const stuckMs = 120_000;

/** The running service as the conductor sees it. */
export function orchestraOf({ db, router, dispatcher }: Service): Orchestra {
  return {
    nextDue: () => nextDue(db),
    async wakeDue(now) {
      const woken = await queueDue(db, now);
      if (woken > 0) dispatcher.notify();
      return woken;
    },
    async rest() {
      router.notify();
      const began = performance.now();
      while (!(await allAtRest(db))) {
        if (performance.now() - began > stuckMs) throw new Error('a lead did not come to rest within two minutes');
        await new Promise((resolve) => setTimeout(resolve, askMs));
      }
    },
  };
}
