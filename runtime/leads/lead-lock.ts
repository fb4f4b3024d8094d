import type { Clock } from '../clock.js';
import type { FurtherFacts } from '../engine/further-facts.js';
import { statement } from '../store/database.js';
import type { Database } from '../store/database.js';
import { inTransaction } from '../store/transaction.js';
import type { Transaction } from '../store/transaction.js';
import type { Releases } from '../store/releases.js';
import { asMerged } from './identity/merged-lead.js';
import { createLeadMutex } from './lead-mutex.js';

/** What work on leads needs; made once in a process, so that all of it shares one mutex. */
export interface LeadDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly releases: Releases;
  /** Functions of plug-ins, by name. */
  readonly functions?: FurtherFacts['functions'];
  /**
   * Runs `work` in a transaction that holds the lead's lock. Its first statement is sent along
   * with the lock and sees everything that was committed before the lock was granted.
   *
   * @throws when the lock is not to be had within 2 s; trying again is safe. `MergedLead` when the
   * lead has become another one
   */
  withLead<T>(leadId: number, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** For work that takes the locks of several leads itself, in the order of their ids. */
  withLocks<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

export function createLeadDesk(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly releases: Releases;
  readonly functions?: FurtherFacts['functions'];
}): LeadDesk {
  const { db } = deps;
  const mutex = createLeadMutex();
  return {
    ...deps,
    withLead: (leadId, work) =>
      mutex.run(leadId, () =>
        inTransaction(
          db,
          (tx) => {
            tx.send(lockLead, [leadId]);
            return work(tx);
          },
          db.limits.leadStatementMs,
        ).catch((error: unknown) => {
          throw asMerged(error);
        }),
      ),
    withLocks: (work) => inTransaction(db, work),
  };
}

/**
 * What statements take for their parameter of `nowSql`: null under a real clock, where only the
 * database's time counts.
 */
export function virtualNow(clock: Clock, leadId: number): number | null {
  return clock.virtual ? clock.now(leadId) : null;
}

/** Epoch ms: the virtual moment in the parameter, else the database's clock as the statement runs. */
export function nowSql(parameter: string): string {
  return `coalesce(${parameter}::bigint, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)`;
}

// A statement of its own: what is counted in the statement that waits for the lock is counted in
// the snapshot from before the wait.
export const lockLead = statement<{ id: number }>('lock-lead', 'select lead_in_force(id, merged_into) as id from leads where id = $1 for no key update');
