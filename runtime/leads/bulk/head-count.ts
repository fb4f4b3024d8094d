import type { Plan, Release } from '../../../compiler/plan/ir.js';
import type { DateWay, TurnWay } from '../../../compiler/plan/ways.js';
import { isCommon, waysOf } from '../../../compiler/plan/ways.js';
import type { FurtherFacts } from '../../engine/further-facts.js';
import { beginWatch, takeDue } from '../../engine/entries/at-due.js';
import { isMember } from '../../engine/entries/at-moment.js';
import type { Database } from '../../store/database.js';
import { watchedBefore } from '../../store/entering/due-entries.js';
import { noNames } from '../../store/edits/names.js';
import { createReleases } from '../../store/releases.js';
import { inTransaction } from '../../store/transaction.js';
import type { PagedLead } from './lead-page.js';
import { idsBehind, readPage } from './lead-page.js';

/** What a way in that a release brings means for the leads there are. */
export interface Entering {
  readonly campaign: string;
  readonly by: 'becomes' | 'at' | 'every';
  /** Leads that come in the moment it is in force. */
  readonly atOnce: number;
  /** For a moment that is one for a whole segment: how many are in it by now. */
  readonly audience?: { readonly segment: string; readonly leads: number };
}

const pageSize = 500;

/**
 * Counts who would enter at once if the release were put into force at `now` (epoch ms), by way in
 * that is not in force yet; and how many a broadcast would reach today. Changes nothing.
 */
export async function countEntering(
  db: Database,
  { workspace, campaigns }: Release,
  now: number,
  functions?: FurtherFacts['functions'],
): Promise<readonly Entering[]> {
  const known = await watchedBefore(db);
  const releases = createReleases();
  const names = (await releases.current(db))?.names ?? noNames;
  const counted: Entering[] = [];
  for (const { plan } of campaigns) {
    const fresh = waysOf(plan).flatMap((way) =>
      way.kind === 'event' || known.has(`${plan.was ?? plan.campaign}/${way.id}`) || known.has(`${plan.campaign}/${way.id}`) ? [] : [way],
    );
    if (fresh.length === 0) continue;
    const tallies = fresh.map((way) => ({ way, atOnce: 0, members: 0 }));
    let cursor = 0;
    for (;;) {
      const leads = await inTransaction(db, async (tx) =>
        readPage(tx, { functions, releases }, { workspace, names }, { plan, name: plan.campaign }, await idsBehind(tx, cursor, pageSize)),
      );
      for (const tally of tallies) {
        tally.atOnce += leads.filter((lead) => comesIn(plan, tally.way, lead, now, workspace)).length;
        tally.members += leads.filter((lead) => isInAudience(plan, tally.way, lead, now)).length;
      }
      const last = leads.at(-1)?.id;
      if (last === undefined || leads.length < pageSize) break;
      cursor = last;
    }
    counted.push(...tallies.map(({ way, atOnce, members }) => ({ campaign: plan.campaign, by: way.entry.kind, atOnce, ...audienceOf(way, members) })));
  }
  return counted;
}

function comesIn(plan: Plan, way: TurnWay | DateWay, { facts }: PagedLead, now: number, workspace: Release['workspace']): boolean {
  const watch = beginWatch(plan, way, facts, { at: now, isNew: false, workspace });
  if (watch?.dueAt !== now) return false;
  return takeDue(plan, watch, facts, { at: now, lookedAt: now, workspace }).arrival !== undefined;
}

function isInAudience({ campaign }: Plan, way: TurnWay | DateWay, { facts }: PagedLead, now: number): boolean {
  return way.kind === 'date' && way.entry.to !== undefined && isMember(campaign, way.entry.to, facts, now);
}

function audienceOf(way: TurnWay | DateWay, leads: number): Pick<Entering, 'audience'> {
  if (way.kind !== 'date' || way.entry.to === undefined || !isCommon(way)) return {};
  return { audience: { segment: way.entry.to.segment, leads } };
}
