import { statement } from '../../../../runtime/store/database.js';
import type { Database } from '../../../../runtime/store/database.js';

/** Where one lead stands in the campaign it entered last. */
export interface EnrolmentRow {
  /** Also the id of the workflow. */
  readonly id: string;
  readonly step: string | null;
  readonly ending: string | null;
  /** Epoch ms. */
  readonly resting_until: number | null;
  readonly awake: boolean;
}

export async function enrolmentOf(db: Database, userId: string): Promise<EnrolmentRow | undefined> {
  const [row] = await db.query(latest, [userId]);
  return row;
}

const latest = statement<EnrolmentRow>(
  'test-enrolment',
  `select e.id, e.step, e.ending, e.resting_until, e.awake
   from enrolments e join leads l on l.id = e.lead_id where l.user_id = $1
   order by e.entered_at desc limit 1`,
);
