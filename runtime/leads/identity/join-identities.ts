import { nextLinks, putLinkOff } from '../../store/facts/aliases.js';
import type { LeadDesk } from '../lead-lock.js';
import { mergeLeads } from './merge-leads.js';

const batch = 50;

/** Joins the names that were said to be one person's since the last call. @returns how many */
export async function joinIdentities(desk: LeadDesk, onError: (error: unknown) => void): Promise<number> {
  const links = await nextLinks(desk.db, batch);
  for (const { into, other } of links) {
    try {
      await mergeLeads(desk, into, other);
    } catch (error) {
      // Those behind it must not wait for it.
      await putLinkOff(desk.db, other, desk.clock.now());
      onError(error);
    }
  }
  return links.length;
}
