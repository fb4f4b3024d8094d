import { statement } from '../database.js';
import type { Database } from '../database.js';

/**
 * What keeps a lead from resting, in words for whoever looks for the reason: `welcome/hello is awake`,
 * `a message of welcome/hello is under_way`. Names nobody. Empty: the lead rests.
 */
export async function unrestOf(db: Database, lead: number): Promise<readonly string[]> {
  const rows = await db.query(unrest, [lead]);
  return rows.map(({ what }) => what);
}

const unrest = statement<{ what: string }>(
  'unrest-of-lead',
  `select 'event ' || v.name || ' is not worked in' as what
     from lead_inbox i join events v on v.seq = i.seq where i.lead_id = $1
   union all select 'another name waits to be joined' from identity_links k where $1 in (k.other_id, k.into_id)
   union all select e.campaign || '/' || coalesce(e.progress ->> 'step', '?') || ' is awake (' || e.id || ')'
     from enrolments e where e.lead_id = $1 and e.ending is null and e.awake
   union all select 'Temporal is to be told about ' || e.campaign || ' (' || o.kind || ', tried ' || o.attempts || ' times)'
     from enrolments e join outbox o on o.enrolment_id = e.id where e.lead_id = $1
   union all select 'a message of ' || c.campaign || '/' || c.step || ' is ' || c.state
     from claims c where c.lead_id = $1 and c.state in ('claimed', 'under_way')
   limit 20`,
);
