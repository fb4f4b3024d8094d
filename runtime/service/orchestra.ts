import { absorb } from '../leads/absorbing/absorb.js';
import { tellAccountsOf } from '../leads/facts/look-again.js';
import type { Orchestra } from '../simulate/conductor.js';
import { wakeEnrolments } from '../store/due.js';
import { sweepAll, workDueOf } from './loops/due-loop.js';
import { leadIdsOf, standOf } from '../store/reports/stand.js';
import type { Service } from './start-service.js';

/** How many rests are read at a time: more than may be on the move at once. */
const rows = 96;
/** The last row of a lead's outbox goes a little after its last look; ms. */
const askAgainMs = 15;

/** The running service as the conductor sees it. */
export function orchestraOf({ db, desk, dispatcher, onLook, failed }: Service): Orchestra {
  let stirred = false;
  let tell: () => void = () => {};
  const stir = (): void => {
    stirred = true;
    tell();
  };
  onLook(stir);
  let failure: Error | undefined;
  void failed.then((reason) => {
    failure = reason;
    stir();
  });
  return {
    async look(busy) {
      if (failure !== undefined) throw failure;
      const stand = await standOf(db, busy, rows);
      if (!stand.sweeps) return stand;
      await sweepAll(desk);
      return standOf(db, busy, rows);
    },
    async wake(enrolments) {
      const entering = enrolments.filter(({ enrolmentId }) => enrolmentId === null);
      if (entering.length > 0) await workDueOf(desk, entering);
      await wakeEnrolments(db, enrolments.flatMap(({ enrolmentId }) => enrolmentId ?? []));
      dispatcher.notify();
      // Where nobody entered, no look follows.
      if (entering.length > 0) stir();
    },
    leadsOf: (users) => leadIdsOf(db, users),
    async workIn(leads) {
      const absorbed = (lead: number) => desk.withLead(lead, (tx) => absorb(tx, desk, lead));
      await Promise.all(leads.map(absorbed));
      // What came about an account concerns its other leads.
      await Promise.all((await tellAccountsOf(desk)).map(absorbed));
      dispatcher.notify();
      // Where nobody entered or moved, no look follows.
      stir();
    },
    async stir() {
      if (!stirred) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, askAgainMs);
          tell = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      stirred = false;
    },
  };
}
