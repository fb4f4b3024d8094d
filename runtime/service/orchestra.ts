import { absorb } from '../leads/absorbing/absorb.js';
import { tellAccountsOf } from '../leads/facts/look-again.js';
import { MergedLead } from '../leads/identity/merged-lead.js';
import { joinAll } from '../leads/identity/join-identities.js';
import type { Orchestra } from '../simulate/conductor.js';
import { wakeEnrolments } from '../store/due.js';
import { sweepAll, workDueOf } from './loops/due-loop.js';
import { leadIdsOf, standOf } from '../store/reports/stand.js';
import { unrestOf } from '../store/reports/unrest.js';
import type { Service } from './start-service.js';

/** How many rests are read at a time: more than may be on the move at once. */
const rows = 96;
/** The last row of a lead's outbox goes a little after its last look; ms. */
const askAgainMs = 15;

/** The running service as the conductor sees it. */
export function orchestraOf({ db, desk, dispatcher, onLook, failed }: Pick<Service, 'db' | 'desk' | 'dispatcher' | 'onLook' | 'failed'>): Orchestra {
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
    unrestOf: (lead) => unrestOf(db, lead),
    async workIn(leads, concerned = () => {}) {
      // Who is one person is let into nothing before that is known.
      const joined = await joinAll(desk, concerned);
      const absorbed = (lead: number) =>
        desk.withLead(lead, (tx) => absorb(tx, desk, lead)).catch((error: unknown) => {
          // Joined with another one at this moment: that one is looked at.
          if (!(error instanceof MergedLead)) throw error;
        });
      await Promise.all(leads.filter((lead) => !joined.has(lead)).map(absorbed));
      // What came about an account concerns its other leads.
      const told = await tellAccountsOf(desk);
      concerned(told);
      await Promise.all(told.map(absorbed));
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
