import { toLocal } from '../engine/time/civil-time.js';
import { idlePage, isIdle } from '../store/facts/idle-leads.js';
import { forgetLead } from './erasing.js';
import type { LeadDesk } from './lead-lock.js';
import { MergedLead } from './identity/merged-lead.js';

/** How far a night's work has come; one in a process, so that a turn goes on where the last one ended. */
export interface Forgetting {
  /** The last lead that was looked at. */
  cursor: number;
  /** The night that is done: days since 1970 on the workspace's wall clock. */
  night: number;
}

export function newForgetting(): Forgetting {
  return { cursor: 0, night: -1 };
}

/** Leads looked at in one statement, and the most that one turn looks at and erases. */
const pageSize = 2_000;
const mostLooked = 100_000;
const mostErased = 1_000;

const dayMs = 86_400_000;
/** Until this hour of the workspace's wall clock it is night. */
const nightEndsMs = 6 * 3_600_000;

/**
 * Erases leads that have done nothing for as long as the workspace keeps them: a bounded lot a turn, at night alone, and each lead once more looked at under its lock.
 * `now` is epoch ms.
 *
 * @returns how many
 */
export async function forgetIdle(desk: LeadDesk, state: Forgetting, now: number): Promise<number> {
  const release = await desk.releases.current(desk.db);
  const leadsMs = release?.workspace.retention?.leadsMs;
  if (release === undefined || leadsMs === undefined) return 0;
  const local = toLocal(release.workspace.zone, now);
  const night = Math.floor(local / dayMs);
  if (local - night * dayMs >= nightEndsMs || state.night === night) return 0;
  let erased = 0;
  for (let looked = 0; looked < mostLooked && erased < mostErased; looked += pageSize) {
    const { idle, last } = await idlePage(desk.db, state.cursor, pageSize, now - leadsMs);
    for (const lead of idle) if (await forget(desk, lead, now - leadsMs)) erased += 1;
    state.cursor = last ?? 0;
    if (last === undefined) {
      state.night = night;
      break;
    }
  }
  return erased;
}

async function forget(desk: LeadDesk, leadId: number, cutoff: number): Promise<boolean> {
  try {
    return await desk.withLead(leadId, async (tx) => {
      if (!(await isIdle(tx, leadId, cutoff))) return false;
      await forgetLead(tx, desk, leadId);
      return true;
    });
  } catch (error) {
    if (error instanceof MergedLead) return false;
    throw error;
  }
}
