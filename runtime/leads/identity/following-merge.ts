import { statement } from '../../store/database.js';
import type { Database } from '../../store/database.js';

/** What a row that moves to another partition says to whoever waits for it. */
const movedAway = '40001';

/**
 * Writes to a claim by the lead that it had when it was confirmed; where it was merged since, by the
 * present one. What a mail server has answered must not get lost by a merge.
 */
export async function followingMerge(
  db: Database,
  leadId: number,
  write: (leadId: number) => Promise<readonly unknown[]>,
): Promise<void> {
  for (let lead = leadId; ; ) {
    let conflict: unknown;
    const written = await write(lead).catch((error: unknown) => {
      if (typeof error !== 'object' || error === null || Reflect.get(error, 'code') !== movedAway) throw error;
      conflict = error;
      return [];
    });
    if (written.length > 0) return;
    const [row] = await db.query(present, [lead]);
    if (row === undefined || row.into === null) {
      if (conflict !== undefined) throw conflict;
      return;
    }
    lead = row.into;
  }
}

const present = statement<{ into: number | null }>('present-lead', 'select merged_into as into from leads where id = $1');
