import type { Database } from '../runtime/store/database.js';
import { statement } from '../runtime/store/database.js';

const openEnrolments = statement<{ ended: number }>(
  'bench-ended',
  'select count(*) as ended from enrolments where ending is not null',
);

/** Waits until so many enrolments have ended. @throws after `limitMs` */
export async function untilEnded(db: Database, wanted: number, limitMs: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const [row] = await db.query(openEnrolments);
    if ((row?.ended ?? 0) >= wanted) return;
    if (performance.now() - began > limitMs) throw new Error(`only ${row?.ended ?? 0} of ${wanted} leads ended in time`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
