import { statement } from '../runtime/store/database.js';
import type { Bench, Result } from './bench.js';
import type { DripStage } from './drip-stage.js';
import { setDripStage } from './drip-stage.js';
import { untilEnded } from './ended.js';
import { measureResting } from './resting.js';

const firstEnrolment = statement<{ id: string }>('bench-enrolment', 'select id from enrolments limit 1');

/**
 * Events in exported histories: of a lead that received five mails, of one that left during the
 * second wait, and what events about a sleeper add that concern no wait of his.
 */
export const measureHistory: Bench = async (progress, { temporal }) => [
  await on(await setDripStage(progress, { temporal }), measureDrip),
  ...(await on(await setDripStage(progress, { repository: 'resting', temporal }), measureResting)),
];

async function measureDrip({ service: { db, client }, signUp }: DripStage): Promise<Result> {
  await signUp(['u-1']);
  await untilEnded(db, 1, 60_000);
  const [row] = await db.query(firstEnrolment);
  if (row === undefined) throw new Error('nobody entered');
  const handle = client.workflow.getHandle(row.id);
  // The last look ends the enrolment; the execution ends just after it.
  await handle.result();
  const { events } = await handle.fetchHistory();
  return { name: 'five-mail-drip', value: events?.length ?? 0, unit: 'events' };
}

async function on<T>(stage: DripStage, measure: (stage: DripStage) => Promise<T>): Promise<T> {
  try {
    return await measure(stage);
  } finally {
    await stage.stop();
  }
}
