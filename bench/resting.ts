import type { Database } from '../runtime/store/database.js';
import { statement } from '../runtime/store/database.js';
import type { Result } from './bench.js';
import type { DripStage } from './drip-stage.js';

const irrelevant = 200;
/** Long enough for a wake that was queued to reach its execution; ms. */
const settleMs = 3_000;

/**
 * Of two leads that got two mails and wait for the third: one is told of events that no campaign of
 * his waits for, the other one leaves by the event that ends the campaign.
 */
export async function measureResting({ service, signUp, track }: DripStage): Promise<readonly Result[]> {
  const { db, client } = service;
  await signUp(['stays', 'leaves']);
  await untilAsleep(db, 'second-wait', 2, 60_000);
  const lengthOf = async (userId: string): Promise<number> =>
    (await client.workflow.getHandle(await enrolmentOf(db, userId)).describe()).historyLength;
  // The store knows of the rest before the execution has written down its timer.
  await until(async () => {
    const { events } = await client.workflow.getHandle(await enrolmentOf(db, 'stays')).fetchHistory();
    return events?.at(-1)?.timerStartedEventAttributes ? undefined : 'the execution does not rest';
  }, 30_000);
  const before = await lengthOf('stays');
  await track(Array.from({ length: irrelevant }, () => ({ userId: 'stays', event: 'page_viewed', properties: { path: '/pricing' } })));
  await untilAbsorbed(db, 30_000);
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const growth = (await lengthOf('stays')) - before;
  await track([{ userId: 'leaves', event: 'activated' }]);
  const handle = client.workflow.getHandle(await enrolmentOf(db, 'leaves'));
  await handle.result();
  const { events } = await handle.fetchHistory();
  return [
    { name: 'leave-second-wait', value: events?.length ?? 0, unit: 'events' },
    { name: 'irrelevant-events', value: growth, unit: `events after ${irrelevant} that no wait is for` },
  ];
}

/** Waits until so many enrolments of the campaign sleep. @throws after `limitMs` */
export async function untilAsleep(db: Database, campaign: string, wanted: number, limitMs: number): Promise<void> {
  await until(async () => {
    const [row] = await db.query(asleep, [campaign]);
    return (row?.asleep ?? 0) >= wanted ? undefined : `only ${row?.asleep ?? 0} of ${wanted} leads sleep`;
  }, limitMs);
}

/** Waits until nothing that came in is left to be worked in. @throws after `limitMs` */
export async function untilAbsorbed(db: Database, limitMs: number): Promise<void> {
  await until(async () => {
    const [row] = await db.query(unread);
    return row?.unread === 0 ? undefined : `${row?.unread} events are not worked in`;
  }, limitMs);
}

async function until(lacks: () => Promise<string | undefined>, limitMs: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const lack = await lacks();
    if (lack === undefined) return;
    if (performance.now() - began > limitMs) throw new Error(lack);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function enrolmentOf(db: Database, userId: string): Promise<string> {
  const [row] = await db.query(enrolment, [userId]);
  if (row === undefined) throw new Error(`${userId} is in no campaign`);
  return row.id;
}

// Behind the last mail that is due at once: a day's wait.
const asleep = statement<{ asleep: number }>(
  'bench-asleep',
  `select count(*) as asleep from enrolments
   where campaign = $1 and ending is null and not awake and resting_until > entered_at + 3600000`,
);
const unread = statement<{ unread: number }>('bench-unread', 'select count(*) as unread from lead_inbox');
const enrolment = statement<{ id: string }>(
  'bench-enrolment-of',
  'select e.id from enrolments e join leads l on l.id = e.lead_id where l.user_id = $1',
);
