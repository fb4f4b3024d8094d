import type { LeadRow } from '../../imports/kinds/leads.js';
import { absorb } from '../../leads/absorbing/absorb.js';
import type { LeadDesk } from '../../leads/lead-lock.js';
import { lockLead } from '../../leads/lead-lock.js';
import { appendWithin } from '../../store/events.js';
import { enrolmentsOf, idsOfLeads } from '../../store/imports/imported-leads.js';
import { eventsOf } from './leads.target.js';
import { patiently } from './patiently.js';
import type { LinedRow, Storing } from './target.js';

/** How many leads are tried in one transaction: their locks are held for as long. */
const pageSize = 50;

/**
 * How many of these leads would enter each campaign at once, were they imported with `enrol`: they are,
 * and it is all rolled back.
 */
export async function countArrivals(desk: LeadDesk, rows: readonly LinedRow<LeadRow>[], storing: Storing): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (let from = 0; from < rows.length; from += pageSize) {
    const page = rows.slice(from, from + pageSize);
    for (const [campaign, leads] of await patiently(() => tryOut(desk, page, storing))) {
      counted.set(campaign, (counted.get(campaign) ?? 0) + leads);
    }
  }
  return counted;
}

async function tryOut(desk: LeadDesk, rows: readonly LinedRow<LeadRow>[], storing: Storing): Promise<ReadonlyMap<string, number>> {
  const arrivals = new Map<string, number>();
  const userIds = rows.map(({ row }) => row.userId);
  try {
    await desk.withLocks(async (tx) => {
      await appendWithin(tx, rows.flatMap((row) => eventsOf(row, { ...storing, enrol: true })), storing.now);
      const ids = await idsOfLeads(tx, userIds);
      for (const id of ids) tx.send(lockLead, [id]);
      const before = await enrolmentsOf(tx, userIds);
      for (const id of ids) await absorb(tx, desk, id);
      for (const [campaign, times] of await enrolmentsOf(tx, userIds)) {
        const entered = times - (before.get(campaign) ?? 0);
        if (entered > 0) arrivals.set(campaign, entered);
      }
      throw new TriedOut('only to see what would happen');
    });
  } catch (error) {
    if (!(error instanceof TriedOut)) throw error;
  }
  return arrivals;
}

class TriedOut extends Error {}
