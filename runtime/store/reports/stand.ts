import { statement } from '../database.js';
import type { Database } from '../database.js';

export interface StandRow {
  /** Null where it is a way in that is due. */
  readonly enrolmentId: string | null;
  readonly lead: number;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * Which of these leads rest, and which rests end first, as of one instant: for whoever moves time
 * himself; `sweeps` says that all leads have to be gone through for a way in.
 * A lead rests when no event is unread, no other name waits to be joined, nothing is queued or awake,
 * and no message open.
 */
export async function standOf(
  db: Database,
  leads: readonly number[],
  limit: number,
): Promise<{ readonly atRest: readonly number[]; readonly due: readonly StandRow[]; readonly sweeps: boolean }> {
  const [row] = await db.query(stand, [leads, limit]);
  return { atRest: row?.atRest ?? [], due: row?.due ?? [], sweeps: row?.sweeps === true };
}

/** The ids of leads by the user ids of the application; those nobody has heard of are left out. */
export async function leadIdsOf(db: Database, users: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = await db.query(leadIds, [users]);
  return new Map(found.map(({ user_id, id }) => [user_id, id]));
}

const stand = statement<{ atRest: readonly number[]; due: readonly StandRow[]; sweeps: boolean }>(
  'stand-of-leads',
  `select
     (select coalesce(json_agg(asked.id), '[]') from unnest($1::bigint[]) as asked (id)
      where not exists (select from lead_inbox i where i.lead_id = asked.id)
        and not exists (select from identity_links k where asked.id in (k.other_id, k.into_id))
        and not exists (select from enrolments e where e.lead_id = asked.id and e.ending is null and e.awake)
        and not exists (select from enrolments e join outbox o on o.enrolment_id = e.id where e.lead_id = asked.id)
        and not exists (select from claims c where c.lead_id = asked.id and c.state in ('claimed', 'under_way'))
     ) as "atRest",
     (select coalesce(json_agg(json_build_object('enrolmentId', rest.id, 'lead', rest.lead_id, 'at', rest.at)
        order by rest.at, rest.lead_id, rest.id), '[]')
      from ((select id, lead_id, resting_until as at from enrolments
             where ending is null and not awake and resting_until is not null
             order by resting_until, lead_id, id limit $2)
            union all
            (select null, lead_id, due_at from entry_watches
             where due_at is not null order by due_at, lead_id limit $2)
            order by at limit $2) as rest
     ) as due,
     exists (select from entry_sweeps where not done) as sweeps`,
);

const leadIds = statement<{ user_id: string; id: number }>(
  'lead-ids',
  'select user_id, coalesce(merged_into, id) as id from leads where user_id = any ($1::text[])',
);
