import { absorb } from '../../../runtime/leads/absorbing/absorb.js';
import type { LeadDesk } from '../../../runtime/leads/lead-lock.js';
import { statement } from '../../../runtime/store/database.js';

/** Works in all that came about any lead, lead by lead; what it leads to is left where it is queued. */
export async function absorbEverything(desk: LeadDesk): Promise<void> {
  for (const { lead_id: leadId } of await desk.db.query(leadsWithNews)) {
    await desk.withLead(leadId, (tx) => absorb(tx, desk, leadId));
  }
}

const leadsWithNews = statement<{ lead_id: number }>(
  'test-leads-with-news',
  'select distinct lead_id from lead_inbox order by lead_id',
);
