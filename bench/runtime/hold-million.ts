import { realClock } from '../../runtime/clock.js';
import { absorbTogether } from '../../runtime/leads/bulk/absorb-together.js';
import { createLeadDesk } from '../../runtime/leads/lead-lock.js';
import { releaseTurn } from '../../runtime/service/loops/release-loop.js';
import type { Database } from '../../runtime/store/database.js';
import { statement } from '../../runtime/store/database.js';
import { countControlled, liftControl, sayControl } from '../../runtime/store/edits/controls.js';
import { appendEvents } from '../../runtime/store/events.js';
import { applyRelease, createReleases } from '../../runtime/store/releases.js';
import { inTransaction } from '../../runtime/store/transaction.js';
import type { Transaction } from '../../runtime/store/transaction.js';
import type { Bench } from '../bench.js';
import { rounded, timed } from '../compiler/rounds.js';
import { releaseIn } from '../drip-stage.js';
import { onDatabase } from './database-stage.js';

const million = 1_000_000;
const campaign = 'long-wait';
const tellEvery = 100_000;
/** Each of the two is given up after that. */
const limitMs = 10 * 60_000;

/**
 * A million leads inside of one campaign: how long it takes to hold them, to let all of them go, and
 * to move all of them to an edited plan; without the pause of a second that the service makes behind
 * each batch. They are copies of one that entered through the product. That each came due while it was
 * held is written by a statement: a million looks would say nothing of the hold.
 */
export const measureHoldMillion: Bench = (progress) =>
  onDatabase(progress, async (db) => {
    const now = realClock.now();
    await applyRelease(db, await releaseIn('bench/resting'), now);
    await bringOne(db, now);
    await copy(db, progress);
    const count = await timed(() => countControlled(db, campaign, now));
    const hold = await timed(() => sayControl(db, { campaign, state: 'held', saidBy: 'operator', reason: 'bench', since: now }));
    progress(`hold-million: counted in ${seconds(count)} s, held in ${seconds(hold)} s`);
    await made(db, 'who came due meanwhile', (tx) => tx.send(comeDue), progress);
    const idle = await timed(() => releaseTurn({ db, clock: realClock }));
    progress(`hold-million: a turn while they are held takes ${seconds(idle)} s`);
    const lift = await timed(() => liftControl(db, campaign, undefined, now));
    progress(`hold-million: held no longer after ${seconds(lift)} s`);
    const resume = lift + (await timed(() => turns(db, 'let go', progress)));
    await checkNone(db, stillHeld, 'are held');
    // What the dispatcher does in between.
    await db.query(forgetOutbox);
    const edited = await releaseIn('bench/resting-edited');
    const apply = await timed(() => applyRelease(db, edited, now));
    progress(`hold-million: the edit was applied in ${seconds(apply)} s`);
    const migrate = apply + (await timed(() => turns(db, 'moved', progress)));
    await checkNone(db, onOlderPlan, 'are on the older plan');
    return [
      { name: 'hold-million', value: seconds(hold), unit: 's' },
      { name: 'count-million', value: seconds(count), unit: 's' },
      { name: 'held-turn', value: seconds(idle), unit: 's each second while they are held' },
      { name: 'resume-million', value: seconds(resume), unit: 's' },
      { name: 'apply-million', value: seconds(apply), unit: 's' },
      { name: 'migrate-million', value: seconds(migrate), unit: 's' },
    ];
  });

async function turns(db: Database, what: string, progress: (line: string) => void): Promise<void> {
  const began = performance.now();
  let done = 0;
  for (;;) {
    const worked = await releaseTurn({ db, clock: realClock });
    if (worked === 0) return;
    const rest = Math.floor(done / tellEvery);
    done += worked;
    if (Math.floor(done / tellEvery) > rest) progress(`hold-million: ${done} ${what} after ${seconds(performance.now() - began)} s`);
    if (performance.now() - began > limitMs) throw new Error(`only ${done} leads were ${what} after ${limitMs / 60_000} minutes`);
  }
}

async function bringOne(db: Database, now: number): Promise<void> {
  const desk = createLeadDesk({ db, clock: realClock, releases: createReleases() });
  const said = { source: 'bench', userId: 'u-0', at: now } as const;
  await appendEvents(
    db,
    [
      { ...said, messageId: 'i', kind: 'identify', name: 'identify', properties: { email: 'u-0@bench.example' } },
      { ...said, messageId: 't', kind: 'track', name: 'trial_started', properties: {} },
    ],
    now,
  );
  await absorbTogether(desk, [1]);
}

async function copy(db: Database, progress: (line: string) => void): Promise<void> {
  await made(db, 'leads', (tx) => tx.send(copyLeads, [million - 1]), progress);
  await made(db, 'events', (tx) => tx.send(copyEvents), progress);
  await made(db, 'enrolments', (tx) => [fallAsleep, copyEnrolments, forgetOutbox].forEach((one) => tx.send(one)), progress);
}

/** Writes what the measurement begins with: without looking up each row that a row refers to. */
async function made(db: Database, what: string, write: (tx: Transaction) => void, progress: (line: string) => void): Promise<void> {
  const ms = await timed(async () => {
    await inTransaction(db, async (tx) => {
      tx.send(trustRows);
      write(tx);
    });
    await db.query(analyze);
  });
  progress(`hold-million: ${what} written in ${seconds(ms)} s`);
}

async function checkNone(db: Database, what: typeof stillHeld, text: string): Promise<void> {
  const [row] = await db.query(what);
  if (row?.left !== 0) throw new Error(`${row?.left} leads ${text}`);
}

function seconds(ms: number): number {
  return rounded(ms / 1_000);
}

type None = Record<string, never>;

const copyLeads = statement<None>(
  'bench-copy-leads',
  `insert into leads (user_id, attributes, first_seen, watched)
   select 'u-' || n, jsonb_build_object('email', 'u-' || n || '@bench.example'), l.first_seen, true
   from leads l, generate_series(1, $1::integer) as n where l.user_id = 'u-0'`,
);
const copyEvents = statement<None>(
  'bench-copy-events',
  `insert into events (lead_id, source, message_id, kind, name, at, received_at, properties)
   select l.id, 'bench', 't-' || l.id, 'track', v.name, v.at, v.received_at, v.properties
   from leads l, events v where v.message_id = 't' and l.id <> v.lead_id`,
);
// As after the first look.
const fallAsleep = statement<None>('bench-fall-asleep', 'update enrolments set awake = false, resting_until = entered_at + 1209600000');
const copyEnrolments = statement<None>(
  'bench-copy-enrolments',
  `insert into enrolments (id, lead_id, campaign, plan_hash, entry_key, entry_seq, entered_at, progress, step, awake, resting_until)
   select gen_random_uuid(), v.lead_id, e.campaign, e.plan_hash, e.entry_key, v.seq, e.entered_at, e.progress, e.step, e.awake, e.resting_until
   from enrolments e, events v where v.message_id like 't-%'`,
);
const trustRows = statement<None>('bench-trust-rows', 'set local session_replication_role = replica');
const comeDue = statement<None>(
  'bench-come-due',
  `update enrolments set progress = progress || '{"held": true}', resting_until = null`,
);
const forgetOutbox = statement<None>('bench-forget-outbox', 'truncate outbox');
const analyze = statement<None>('bench-analyze', 'vacuum analyze');
const stillHeld = statement<{ left: number }>('bench-still-held', "select count(*) as left from enrolments where progress ? 'held'");
const onOlderPlan = statement<{ left: number }>(
  'bench-older-plan',
  'select count(*) as left from enrolments e join campaigns c on c.name = e.campaign where e.plan_hash <> c.plan_hash',
);
