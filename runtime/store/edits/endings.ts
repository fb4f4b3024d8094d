import type { Database } from '../database.js';
import { statement } from '../database.js';
import { wakeAgainSql } from '../outbox.js';
import { inTransaction } from '../transaction.js';

/**
 * Ends enrolments of stopped campaigns, those of at most `most` leads. One whose message is claimed
 * is left to its own run, which withdraws the message or waits for what becomes of it; it is woken.
 *
 * `now` is epoch ms.
 *
 * @returns how many leads; 0 when no campaign that is stopped has anybody inside but those
 */
export async function endStopped(db: Database, most: number, now: number): Promise<number> {
  const [row] = await db.query(anyStopped);
  if (row?.any !== true) return 0;
  return inTransaction(db, async (tx) => {
    const leads = await tx.query(lockStopped, [most]);
    if (leads.length > 0) tx.send(end, [leads.map(({ id }) => id), now]);
    return leads.length;
  });
}

/** SQL: an open enrolment `e` of a stopped campaign, with the control as `c`. */
const stopped = `join controls c on c.state = 'stopped' and c.campaign in (e.campaign, '*')
  where e.ending is null and (not e.progress ?| array['claim', 'over', 'pending'] or not e.awake)`;

// By plan, for which there is an index: a campaign may stay stopped for years with nobody inside.
const lockStopped = statement<{ id: number }>(
  'lock-stopped',
  `with plans_stopped as materialized (
     select p.hash from plans p left join former_campaigns f on f.former = p.campaign
     where exists (select from controls c where c.state = 'stopped' and c.campaign in (p.campaign, f.campaign, '*'))
   )
   select l.id from leads l where l.id = any(array(
     select due.lead_id from plans_stopped p cross join lateral (
       select e.lead_id from enrolments e ${stopped} and e.plan_hash = p.hash order by e.step, e.lead_id limit $1) as due
     limit $1))
   order by l.id for no key update skip locked`,
);

const anyStopped = statement<{ any: boolean }>('any-stopped', "select exists (select from controls where state = 'stopped') as any");

const end = statement<Record<string, never>>(
  'end-stopped',
  `with due as materialized (
     select distinct on (e.id) e.id, e.lead_id, e.campaign, e.step, e.awake, c.reason,
       e.progress ?| array['claim', 'over', 'pending'] as claimed
     from enrolments e ${stopped} and e.lead_id = any($1)
     order by e.id
   ), ended as (
     update enrolments e
     set ending = case when due.claimed then null else 'stopped' end,
       ended_at = case when due.claimed then null else $2::bigint end,
       step = case when due.claimed then e.step end,
       progress = case when due.claimed then e.progress
         else jsonb_build_object('step', null, 'since', $2::bigint, 'ending', 'stopped') end,
       awake = true, resting_until = $2
     from due where e.id = due.id
     returning e.id
   ), told as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select lead_id, id, campaign, step, 'left', 'stopped', 'Stopped: ' || reason || '.', $2 from due where not claimed
   )
   insert into outbox (enrolment_id, kind) select id, 'wake' from due where not awake
   on conflict (enrolment_id) do update set ${wakeAgainSql}`,
);
