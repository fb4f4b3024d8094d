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

/**
 * Joins all there are, for whoever moves time himself; `concerned` is told of the leads that go on
 * before they do.
 *
 * @returns the leads that are others by now
 * @throws when a lock is not to be had
 */
export async function joinAll(desk: LeadDesk, concerned: (leads: readonly number[]) => void): Promise<ReadonlySet<number>> {
  const joined = new Set<number>();
  for (let links = await nextLinks(desk.db, batch); links.length > 0; links = await nextLinks(desk.db, batch)) {
    concerned(links.map(({ into }) => into));
    for (const { into, other } of links) {
      await mergeLeads(desk, into, other);
      joined.add(other);
    }
  }
  return joined;
}
