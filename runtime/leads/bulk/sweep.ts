import type { Way } from '../../../compiler/plan/ways.js';
import { wayOf } from '../../../compiler/plan/ways.js';
import { beginWatch } from '../../engine/entries/at-due.js';
import { isMember } from '../../engine/entries/at-moment.js';
import type { Watch } from '../../engine/entries/watch.js';
import { freshWatch } from '../../engine/entries/watch.js';
import type { PastEvent } from '../../engine/types.js';
import type { Sweep } from '../../store/entering/entry-sweeps.js';
import { endSweep, plantWatches, stepSweep, takeSweep } from '../../store/entering/entry-sweeps.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';
import { inTransaction } from '../../store/transaction.js';
import type { LeadDesk } from '../lead-lock.js';
import type { PagedLead } from './lead-page.js';
import { idsBehind, readPage } from './lead-page.js';

/** How many leads are read, and written down with the cursor, in one transaction. */
const pageSize = 500;

/**
 * Goes through all leads for one way in that is watched from now on, or for an event that is for
 * everybody in a segment: page by page, each with its cursor in one transaction, so that another
 * process goes on where this one ends. What it plants is due for each lead at its own moment.
 *
 * `realNow` is machine time, for leases.
 *
 * @returns false when there is nothing to go through, or somebody else is at it
 */
export async function sweepOne(desk: LeadDesk, realNow: () => number, isStopped: () => boolean = () => false): Promise<boolean> {
  const { db, releases } = desk;
  const sweep = await takeSweep(db, realNow());
  if (sweep === undefined) return false;
  let { cursor } = sweep;
  while (!isStopped()) {
    const next = await inTransaction(db, async (tx) => {
      const release = await releases.current(tx);
      const campaign = release?.campaigns.get(sweep.campaign);
      const way = campaign === undefined ? undefined : wayOf(campaign.plan, sweep.way);
      if (release === undefined || campaign === undefined || way === undefined || campaign.retired) {
        endSweep(tx, sweep);
        return undefined;
      }
      const ids = await idsBehind(tx, cursor, pageSize);
      const last = ids.at(-1) ?? cursor;
      const done = ids.length < pageSize;
      // Somebody else has taken over where the lease ran out.
      if (!(await stepSweep(tx, sweep, { from: cursor, to: last, done, realNow: realNow() }))) return undefined;
      const leads = await readPage(tx, desk, release, campaign, ids);
      plantWatches(tx, campaign.name, leads.flatMap((lead) => plantFor(lead, sweep, release, campaign, way)));
      return done ? undefined : last;
    });
    if (next === undefined) break;
    cursor = next;
  }
  return true;
}

function plantFor(
  lead: PagedLead,
  { round, at, trigger }: Sweep,
  { workspace }: LoadedRelease,
  { name, plan }: CampaignInForce,
  way: Way,
): readonly (Watch & { readonly leadId: number })[] {
  const watch = trigger === null ? beginWatch(plan, way, lead.facts, { at, isNew: false, workspace }) : told(name, way, lead, round, trigger);
  // Without a moment the condition is asked when something comes: as of the launch, which is known.
  return watch === undefined || watch.dueAt === null ? [] : [{ ...watch, leadId: lead.id }];
}

/** Who was not heard of at that moment was in no segment. */
function told(campaign: string, way: Way, { facts, firstSeen }: PagedLead, round: string, trigger: PastEvent): Watch | undefined {
  if (way.kind !== 'event' || firstSeen > trigger.at || !isMember(campaign, way.to, facts, trigger.at)) return undefined;
  return freshWatch(way.id, trigger.at, { key: round, dueAt: trigger.at, round, trigger });
}
