import { statement } from '../runtime/store/database.js';
import type { Bench } from './bench.js';
import { setDripStage } from './drip-stage.js';
import { untilEnded } from './ended.js';

const firstEnrolment = statement<{ id: string }>('bench-enrolment', 'select id from enrolments limit 1');

/** Events in the exported history of a lead that received five mails. */
export const measureHistory: Bench = async (progress) => {
  const drip = await setDripStage(progress);
  try {
    const { db, client } = drip.service;
    await drip.signUp(['u-1']);
    await untilEnded(db, 1, 60_000);
    const [row] = await db.query(firstEnrolment);
    if (row === undefined) throw new Error('nobody entered');
    const handle = client.workflow.getHandle(row.id);
    // The last look ends the enrolment; the execution ends just after it.
    await handle.result();
    const { events } = await handle.fetchHistory();
    return [{ name: 'five-mail-drip', value: events?.length ?? 0, unit: 'events' }];
  } finally {
    await drip.stop();
  }
};
