import { statement } from '../database.js';
import type { Database } from '../database.js';

/** One enrolment as it went: what became of each message, and how it ended. Times in epoch ms. */
export interface JourneyRow {
  readonly lead: string;
  readonly campaign: string;
  readonly enteredAt: number;
  readonly ending: string | null;
  readonly endedAt: number | null;
  /** In the order of the decisions; `at` is the instant each was taken for. */
  readonly steps: readonly { readonly step: string; readonly fate: 'sent' | 'skipped'; readonly at: number; readonly detail: string | null }[];
}

/** Every enrolment of every lead, for a comparison with what should have happened. */
export async function readJourneys(db: Database): Promise<readonly JourneyRow[]> {
  return db.query(journeys);
}

// A message counts for the instant it was last claimed for: an earlier claim was withdrawn.
const journeys = statement<JourneyRow>(
  'read-journeys',
  `select l.user_id as lead, e.campaign, e.entered_at as "enteredAt", e.ending,
     (select max(d.at) from decisions d where d.enrolment_id = e.id and d.code in ('goal', 'left', 'finished')) as "endedAt",
     coalesce((select json_agg(json_build_object('step', d.step, 'fate', d.fate, 'at', d.at, 'detail', d.detail) order by d.id)
       from (
         select d.id, d.step, 'skipped' as fate, d.at, d.detail
         from decisions d where d.enrolment_id = e.id and d.code = 'skipped'
         union all
         select max(d.id), d.step, 'sent', max(d.at), null
         from decisions d join claims c on c.lead_id = e.lead_id and c.enrolment_id = e.id and c.step = d.step and c.state = 'sent'
         where d.enrolment_id = e.id and d.code = 'claimed' group by d.step
       ) d), '[]') as steps
   from enrolments e join leads l on l.id = e.lead_id
   order by l.user_id, e.campaign, e.entered_at`,
);
