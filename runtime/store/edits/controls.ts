import type { Database } from '../database.js';
import { statement } from '../database.js';
import { wakeAgainSql } from '../outbox.js';
import { inTransaction } from '../transaction.js';
import type { Transaction } from '../transaction.js';

/** What was said of a campaign at the controls. */
export interface Control {
  readonly state: 'held' | 'stopped';
  readonly saidBy: 'operator' | 'rollout' | 'recovery';
  readonly reason: string;
  /** Epoch ms. */
  readonly since: number;
}

export interface ControlRow extends Control {
  /** `*` is every campaign. */
  readonly campaign: string;
}

export const everyCampaign = '*';

/** What holds for a campaign: to stop weighs more than to hold, and of two holds its own comes first. */
export function controlOf(controls: ReadonlyMap<string, Control>, campaign: string): Control | undefined {
  if (controls.size === 0) return undefined;
  const own = controls.get(campaign);
  const all = controls.get(everyCampaign);
  if (own?.state === 'stopped' || all === undefined) return own;
  return all.state === 'stopped' ? all : (own ?? all);
}

/**
 * Holds or stops a campaign, or all; known to every process at its next look. To stop takes the
 * place of a hold; a campaign that is stopped stays so.
 *
 * @returns whether anything changed
 */
export async function sayControl(db: Database, control: ControlRow): Promise<boolean> {
  return inTransaction(db, (tx) => sayControlWithin(tx, control));
}

/** The same, together with what else the caller changes. */
export async function sayControlWithin(tx: Transaction, { campaign, state, saidBy, reason, since }: ControlRow): Promise<boolean> {
  const [row] = await tx.query(upsertControl, [campaign, state, saidBy, reason, since]);
  if (row === undefined) return false;
  tx.send(forgetPace, [campaign]);
  tx.send(raiseRevision);
  return true;
}

/**
 * Lets a campaign go on, or with `*` all that are held: who was held is let go at `perMinute`, all
 * at once where it is undefined. What a recovery holds goes on by `recover` alone.
 *
 * `now` is epoch ms.
 *
 * @returns the campaigns that were held or stopped
 */
export async function liftControl(
  db: Database,
  campaign: string,
  perMinute: number | undefined,
  now: number,
): Promise<readonly string[]> {
  return inTransaction(db, async (tx) => {
    const lifted = await tx.query(removeControls, [campaign]);
    if (lifted.length === 0) return [];
    if (perMinute !== undefined) tx.send(setPace, [campaign, perMinute, now]);
    tx.send(countAnew, [lifted.filter(({ said_by }) => said_by === 'rollout').map((row) => row.campaign), now]);
    tx.send(raiseRevision);
    return lifted.map((row) => row.campaign);
  });
}

/** Lifts what a recovery holds. */
export async function liftRecovery(db: Database): Promise<void> {
  await inTransaction(db, async (tx) => {
    tx.send(removeRecovery);
    tx.send(raiseRevision);
  });
}

export async function readControls(db: Database): Promise<readonly ControlRow[]> {
  return db.query(allControls);
}

/** What a hold, a resume or a stop would mean right now. */
export interface ControlCount {
  readonly campaign: string;
  /** Leads inside. */
  readonly inside: number;
  /** Of those, held and waiting to go on. */
  readonly held: number;
  /** Of the rest, how many come due within a day. */
  readonly dueInDay: number;
  /** Messages decided and not handed over. */
  readonly claimed: number;
}

/** By campaign, of one or of `*`. `now` is epoch ms. */
export async function countControlled(db: Database, campaign: string, now: number): Promise<readonly ControlCount[]> {
  return db.query(countInside, [campaign === everyCampaign ? null : campaign, now + dayMs]);
}

const dayMs = 86_400_000;

/**
 * Lets the next held leads go whose campaign is held no longer: at the pace that was chosen, and
 * those without one at once, at most `most` in a batch. Several processes may call it; each lead
 * goes once.
 *
 * `now` is epoch ms.
 *
 * @returns how many were let go
 */
export async function releaseNext(db: Database, most: number, now: number): Promise<number> {
  let released = 0;
  for (const { campaign } of await db.query(pacedCampaigns)) {
    released += await inTransaction(db, (tx) => releasePaced(tx, campaign, most, now));
  }
  return released + (await inTransaction(db, (tx) => release(tx, null, most, now)));
}

const minuteMs = 60_000;
/** What was not used of an allowance is lost after that: a pace is a pace, also behind a pause. But one lead's worth is kept. */
const longestAllowanceMs = 10_000;

async function releasePaced(tx: Transaction, campaign: string, most: number, now: number): Promise<number> {
  const [pace] = await tx.query(lockPace, [campaign]);
  if (pace === undefined) return 0;
  const keptMs = Math.max(longestAllowanceMs, Math.ceil(minuteMs / pace.per_minute));
  const from = Math.max(pace.paced_at, now - keptMs);
  const allowed = Math.floor(((now - from) * pace.per_minute) / minuteMs);
  if (allowed <= 0) return 0;
  const wanted = Math.min(allowed, most);
  const released = await release(tx, campaign, wanted, now);
  const [left] = await tx.query(anyHeld, [campaign]);
  if (left === undefined) tx.send(forgetPace, [campaign]);
  else tx.send(usePace, [campaign, Math.min(now, from + Math.ceil((Math.max(released, 1) * minuteMs) / pace.per_minute))]);
  return released;
}

async function release(tx: Transaction, campaign: string | null, most: number, now: number): Promise<number> {
  const rows = await tx.query(lockHeld, [campaign, most]);
  if (rows.length === 0) return 0;
  const [row] = await tx.query(letGo, [rows.map(({ id }) => id), campaign, now, most]);
  return row?.released ?? 0;
}

type None = Record<string, never>;

const upsertControl = statement<{ campaign: string }>(
  'upsert-control',
  `insert into controls as c (campaign, state, said_by, reason, since) values ($1, $2, $3, $4, $5)
   on conflict (campaign) do update
   set state = excluded.state, said_by = excluded.said_by, reason = excluded.reason, since = excluded.since
   where c.state = 'held' and (c.said_by <> 'recovery' or excluded.said_by = 'recovery' or excluded.state = 'stopped')
     and (c.state, c.said_by, c.reason) is distinct from (excluded.state, excluded.said_by, excluded.reason)
   returning c.campaign`,
);

const removeControls = statement<{ campaign: string; said_by: string }>(
  'remove-controls',
  `delete from controls where said_by <> 'recovery' and (campaign = $1 or ($1 = '*' and state = 'held'))
   returning campaign, said_by`,
);

const removeRecovery = statement<None>('remove-recovery-control', "delete from controls where said_by = 'recovery'");

const allControls = statement<ControlRow>(
  'all-controls',
  'select campaign, state, said_by as "saidBy", reason, since from controls order by campaign',
);

// Tells every process that what it has read is old.
export const raiseRevision = statement<None>('raise-revision', 'update workspace set revision = revision + 1');

const countAnew = statement<None>(
  'count-rollout-anew',
  `insert into rollouts (campaign, counted_from) select unnest($1::text[]), $2
   on conflict (campaign) do update set counted_from = excluded.counted_from`,
);

const setPace = statement<None>(
  'set-pace',
  `insert into paces (campaign, per_minute, paced_at) values ($1, $2, $3)
   on conflict (campaign) do update set per_minute = excluded.per_minute, paced_at = excluded.paced_at`,
);

const forgetPace = statement<None>('forget-pace', "delete from paces where campaign = $1 or $1 = '*'");

const usePace = statement<None>('use-pace', 'update paces set paced_at = $2 where campaign = $1');

const pacedCampaigns = statement<{ campaign: string }>('paced-campaigns', 'select campaign from paces order by campaign');

const lockPace = statement<{ per_minute: number; paced_at: number }>(
  'lock-pace',
  'select per_minute, paced_at from paces where campaign = $1 for update skip locked',
);

/** SQL: an open enrolment `e` that is held while its campaign is not. */
const mayGo = `e.ending is null and e.progress ? 'held'
  and not exists (select from controls c where c.campaign in (e.campaign, '*'))`;

/** SQL: of one campaign, of all (`*`), or where the parameter is null of those that no pace speaks of. */
const of = (parameter: string): string => `(case when ${parameter}::text is null
  then not exists (select from paces p where p.campaign in (e.campaign, '*'))
  else ${parameter} in (e.campaign, '*') end)`;

/**
 * SQL: the campaigns that have anybody held, each found by one step through the index: a million leads
 * of a campaign that stays held are not looked at each second.
 */
const withHeld = `with recursive held as (
     (select e.campaign from enrolments e where e.ending is null and e.progress ? 'held' order by e.campaign limit 1)
     union all
     select (select e.campaign from enrolments e where e.ending is null and e.progress ? 'held' and e.campaign > held.campaign
       order by e.campaign limit 1)
     from held where held.campaign is not null
   )`;

const anyHeld = statement<{ held: boolean }>(
  'any-held',
  `${withHeld} select true as held from held e where e.campaign is not null and ${of('$1')} limit 1`,
);

// In the order of the index, with a range of one campaign so that no other index has this order too, and the
// leads by an array: else the plan, which does not know the limit, may read all of either table.
const lockHeld = statement<{ id: number }>(
  'lock-held',
  `${withHeld}, free as (
     select e.campaign from held e
     where e.campaign is not null and not exists (select from controls c where c.campaign in (e.campaign, '*')) and ${of('$1')}
   )
   select l.id from leads l
   where l.id = any(array(
     select due.lead_id from free cross join lateral (
       select e.lead_id from enrolments e
       where e.ending is null and e.progress ? 'held' and e.campaign between free.campaign and free.campaign
       order by e.campaign, e.lead_id limit $2) as due
     limit $2))
   order by l.id for no key update skip locked`,
);

const letGo = statement<{ released: number }>(
  'let-go',
  `with lot as materialized (
     select e.id from enrolments e where e.lead_id = any($1) and ${mayGo} and ${of('$2')} limit $4
   ), gone as (
     update enrolments e set progress = e.progress - 'held', awake = true, resting_until = $3
     from lot where e.id = lot.id returning e.id, e.lead_id, e.campaign, e.step
   ), told as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select lead_id, id, campaign, step, 'released', null, 'The hold is over; the lead goes on.', $3 from gone
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'wake' from gone
     on conflict (enrolment_id) do update set ${wakeAgainSql}
   )
   select count(*) as released from gone`,
);

const countInside = statement<ControlCount>(
  'count-controlled',
  `select e.campaign, count(*) as inside, count(*) filter (where e.progress ? 'held') as held,
     count(*) filter (where not e.progress ? 'held' and e.resting_until <= $2) as "dueInDay",
     count(*) filter (where e.progress ? 'claim') as claimed
   from enrolments e where e.ending is null and ($1::text is null or e.campaign = $1)
   group by 1 order by 1`,
);
