import { statement } from '../../store/database.js';
import { absorb } from '../absorbing/absorb.js';
import type { LeadDesk } from '../lead-lock.js';

/**
 * Looks at many leads in one transaction: what is read and written of each goes out side by side with
 * the others, and one commit is waited for instead of one for each. Whose lock somebody else has is
 * left out; in one that fails nothing was done for anybody.
 *
 * @returns the leads that were looked at
 * @throws what went wrong with any of them; trying each by itself is safe
 */
export async function absorbTogether(desk: LeadDesk, leads: readonly number[]): Promise<ReadonlySet<number>> {
  return desk.withLocks(async (tx) => {
    const locked = (await tx.query(lockFree, [leads])).map(({ id }) => id);
    const looks = await Promise.allSettled(locked.map((lead) => absorb(tx, desk, lead, [])));
    // Only once all have ended: what one of them still asked would reach the connection's next user.
    for (const look of looks) if (look.status === 'rejected') throw look.reason;
    return new Set(locked);
  });
}

// Without waiting: two that wait for each other's leads would wait for ever.
const lockFree = statement<{ id: number }>(
  'lock-free-leads',
  `select id from leads where id = any($1::bigint[]) and merged_into is null
   order by id for no key update skip locked`,
);
