import { realClock } from '../../runtime/clock.js';
import { absorbTogether } from '../../runtime/leads/bulk/absorb-together.js';
import { createLeadDesk } from '../../runtime/leads/lead-lock.js';
import { releaseTurn } from '../../runtime/service/loops/release-loop.js';
import type { Database } from '../../runtime/store/database.js';
import { statement } from '../../runtime/store/database.js';
import { countControlled, liftControl, sayControl } from '../../runtime/store/edits/controls.js';
import { appendEvents } from '../../runtime/store/events.js';
import { applyRelease, createReleases } from '../../runtime/store/releases.js';
import type { Bench } from '../bench.js';
import { rounded, timed } from '../compiler/rounds.js';
import { releaseIn } from '../drip-stage.js';
import { onDatabase } from './database-stage.js';

const million = 1_000_000;
const campaign = 'long-wait';

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
    progress(`hold-million: the rows took ${seconds(await timed(() => copy(db)))} s`);
    const hold = await timed(async () => {
      await countControlled(db, campaign, now);
      await sayControl(db, { campaign, state: 'held', saidBy: 'operator', reason: 'bench', since: now });
    });
    progress(`hold-million: held in ${seconds(hold)} s`);
    await db.query(comeDue, [now]);
    await db.query(analyze);
    const resume = await timed(async () => {
      await countControlled(db, campaign, now);
      await liftControl(db, campaign, undefined, now);
      await turns(db, 'let go', progress);
    });
    await checkNone(db, stillHeld, 'are held');
    // What the dispatcher does in between.
    await db.query(forgetOutbox);
    const edited = await releaseIn('bench/resting-edited');
    const migrate = await timed(async () => {
      await applyRelease(db, edited, now);
      await turns(db, 'moved', progress);
    });
    await checkNone(db, onOlderPlan, 'are on the older plan');
    return [
      { name: 'hold-million', value: seconds(hold), unit: 's' },
      { name: 'resume-million', value: seconds(resume), unit: 's' },
      { name: 'migrate-million', value: seconds(migrate), unit: 's' },
    ];
  });

async function turns(db: Database, what: string, progress: (line: string) => void): Promise<void> {
  let done = 0;
  for (;;) {
    const worked = await releaseTurn({ db, clock: realClock });
    if (worked === 0) return;
    if (Math.floor((done + worked) / 100_000) > Math.floor(done / 100_000)) progress(`hold-million: ${done + worked} ${what}`);
    done += worked;
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

async function copy(db: Database): Promise<void> {
  await db.query(copyLeads, [million - 1]);
  await db.query(copyEvents);
  await db.query(copyEnrolments);
  await db.query(forgetOutbox);
  await db.query(analyze);
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
// Asleep, as after the first look.
const copyEnrolments = statement<None>(
  'bench-copy-enrolments',
  `with asleep as (
     update enrolments set awake = false, resting_until = entered_at + 1209600000 returning *
   )
   insert into enrolments (id, lead_id, campaign, plan_hash, entry_key, entry_seq, entered_at, progress, step, awake, resting_until)
   select gen_random_uuid(), v.lead_id, e.campaign, e.plan_hash, e.entry_key, v.seq, e.entered_at, e.progress, e.step, e.awake, e.resting_until
   from asleep e, events v where v.message_id like 't-%'`,
);
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
