import type { Clock } from '../clock.js';
import { statement } from '../store/database.js';
import type { Database } from '../store/database.js';
import { inTransaction } from '../store/transaction.js';
import type { Transaction } from '../store/transaction.js';
import type { Releases } from '../store/releases.js';
import { createLeadMutex } from './lead-mutex.js';

/** What work on leads needs; made once in a process, so that all of it shares one mutex. */
export interface LeadDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly releases: Releases;
  /**
   * Runs `work` in a transaction that holds the lead's lock. Its first statement is sent along
   * with the lock and sees everything that was committed before the lock was granted.
   *
   * @throws when the lock is not to be had within 2 s; trying again is safe
   */
  withLead<T>(leadId: number, work: (tx: Transaction) => Promise<T>): Promise<T>;
}

export function createLeadDesk(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly releases: Releases;
}): LeadDesk {
  const { db } = deps;
  const mutex = createLeadMutex();
  return {
    ...deps,
    withLead: (leadId, work) =>
      mutex.run(leadId, () =>
        inTransaction(db, (tx) => {
          tx.send(lockLead, [leadId]);
          return work(tx);
        }),
      ),
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
const lockLead = statement<{ id: number }>('lock-lead', 'select id from leads where id = $1 for no key update');
