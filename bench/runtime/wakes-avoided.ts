import type { Database } from '../../runtime/store/database.js';
import { statement } from '../../runtime/store/database.js';
import type { Bench } from '../bench.js';
import type { DripStage } from '../drip-stage.js';
import { setDripStage } from '../drip-stage.js';
import { untilEnded } from '../ended.js';
import { untilAbsorbed, untilAsleep } from '../resting.js';

const sleepers = 200;
const events = 10_000;
const leaving = 20;
/** Long enough for a wake that was queued to reach its execution; ms. */
const settleMs = 3_000;

/**
 * Of events about sleeping leads that decide nothing, though some of them score, the share for which
 * nothing was queued for Temporal; at its side, by how much the histories of the sleepers grew. That
 * it would show is shown at the end, by events that do wake.
 */
export const measureWakesAvoided: Bench = async (progress) => {
  const stage = await setDripStage(progress, { repository: 'resting' });
  try {
    return await measure(stage, progress);
  } finally {
    await stage.stop();
  }
};

async function measure({ service, signUp, track }: DripStage, progress: (line: string) => void) {
  const { db, client } = service;
  const ids = Array.from({ length: sleepers }, (_, index) => `u-${index}`);
  await signUp(ids, 'trial_started');
  await untilAsleep(db, 'long-wait', sleepers, 120_000);
  const historyOfAll = async (): Promise<number> => {
    const rows = await db.query(enrolments);
    const lengths = await Promise.all(rows.map(async ({ id }) => (await client.workflow.getHandle(id).describe()).historyLength));
    return lengths.reduce((sum, length) => sum + length, 0);
  };
  await settle();
  const before = { queued: await queued(db), history: await historyOfAll() };
  const began = performance.now();
  await track(Array.from({ length: events }, (_, index) => ({ userId: `u-${index % sleepers}`, ...kinds[index % kinds.length] ?? kinds[0] })));
  await untilAbsorbed(db, 300_000);
  const seconds = (performance.now() - began) / 1_000;
  await settle();
  const told = (await queued(db)) - before.queued;
  const growth = (await historyOfAll()) - before.history;
  progress(`wakes-avoided: ${told} of ${events} events were told to Temporal, worked in within ${seconds.toFixed(1)} s`);
  await track(ids.slice(0, leaving).map((userId) => ({ userId, event: 'activated' })));
  await untilEnded(db, leaving, 60_000);
  const woken = (await queued(db)) - before.queued - told;
  if (woken < leaving) throw new Error(`only ${woken} of ${leaving} events that end a wait were told to Temporal`);
  return [
    { name: 'wakes-avoided', value: 1 - told / events, unit: `of ${events} events` },
    { name: 'wakes-avoided-growth', value: growth, unit: 'events of history' },
    { name: 'wakes-avoided-absorbed', value: Math.round(events / seconds), unit: 'events/s' },
  ];
}

const kinds = [
  { event: 'page_viewed', properties: { path: '/pricing', seconds: 12 } },
  { event: 'logged_in' },
  { event: 'page_viewed', properties: { path: '/blog', seconds: 40 } },
  { event: 'report_exported' },
] as const;

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs));
}

/** How often anything was queued so far; a row that is queued again counts again. */
async function queued(db: Database): Promise<number> {
  const [row] = await db.query(queuedSoFar);
  return row?.queued ?? 0;
}

const queuedSoFar = statement<{ queued: number }>(
  'bench-queued',
  'select case when is_called then last_value else 0 end as queued from outbox_seq',
);
const enrolments = statement<{ id: string }>('bench-enrolments', 'select id from enrolments');
