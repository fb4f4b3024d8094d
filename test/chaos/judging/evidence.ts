import { statement } from '../../../runtime/store/database.js';
import type { Database } from '../../../runtime/store/database.js';
import type { ClaimRow, DecisionRow, EnrolmentRow } from './judge.js';

/** What the service wrote down. */
export async function readEvidence(db: Database): Promise<{
  readonly enrolments: readonly EnrolmentRow[];
  readonly decisions: readonly DecisionRow[];
  readonly claims: readonly ClaimRow[];
}> {
  const [enrolments, decisions, claims] = await Promise.all([db.query(allEnrolments), db.query(allDecisions), db.query(allClaims)]);
  return { enrolments, decisions, claims };
}

/** How many enrolments there are, and how many of them have ended. */
export async function countEnded(db: Database): Promise<{ readonly begun: number; readonly ended: number }> {
  const [row] = await db.query(ended);
  return row ?? { begun: 0, ended: 0 };
}

const allEnrolments = statement<EnrolmentRow>(
  'chaos-enrolments',
  'select l.user_id as user, e.campaign, e.ending from enrolments e join leads l on l.id = e.lead_id',
);

const allDecisions = statement<DecisionRow>(
  'chaos-decisions',
  `select l.user_id as user, d.campaign, d.step, d.code, d.detail
   from decisions d join leads l on l.id = d.lead_id where d.campaign is not null order by d.id`,
);

const allClaims = statement<ClaimRow>(
  'chaos-claims',
  'select l.user_id as user, c.campaign, c.step, c.state from claims c join leads l on l.id = c.lead_id',
);

const ended = statement<{ begun: number; ended: number }>(
  'chaos-ended',
  'select count(*) as begun, count(ending) as ended from enrolments',
);
