import type { Audience, WorkspacePlan } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import type { EntryFacts } from '../enter.js';
import { admitBy, entryScope } from '../enter.js';
import { clockZone, zoneOf } from '../time/zone.js';
import { printLocal } from '../time/civil-time.js';
import type { Whose } from './moments.js';
import { momentOf } from './moments.js';
import type { Turnout, Watch } from './watch.js';
import { freshWatch, nothing } from './watch.js';
import type { DateWay } from '../../../compiler/plan/ways.js';
import { isCommon } from '../../../compiler/plan/ways.js';

/** Later than this an entry that declares `late` goes by it, like a step. */
const tardyMs = 3_600_000;

/**
 * The lead's next moment at the way, looked for at `at` (epoch ms): at launch, when the lead is
 * first heard of, and whenever what the date hangs on changes. Undefined when there is none to wait
 * for. `isNew`: nobody had heard of the lead before; then a moment for everybody that is past was
 * not for it.
 */
export function watchMoment(
  campaign: string,
  way: DateWay,
  facts: EntryFacts,
  at: number,
  workspace: WorkspacePlan,
  isNew: boolean,
): Watch | undefined {
  const moment = momentOf(way, whose(campaign, facts, at, workspace), at);
  if (moment === undefined) return undefined;
  const { round } = moment;
  const isPast = moment.at < at;
  if (isPast && (way.entry.late === 'skip' || facts.keys.has(round) || (isNew && isCommon(way)))) return undefined;
  return freshWatch(way.id, at, { dueAt: Math.max(moment.at, at), round });
}

/** The moment has come: lets the lead in, and looks for the next round of a rhythm. */
export function dueMoment(
  campaign: string,
  way: DateWay,
  watch: Watch,
  facts: EntryFacts,
  now: { readonly at: number; readonly lookedAt: number },
  workspace: WorkspacePlan,
): Turnout {
  const { at, lookedAt } = now;
  const moment = momentOf(way, whose(campaign, facts, at, workspace), watch.askedAt);
  if (moment?.round !== watch.round) {
    // What the date hangs on has changed unseen, with the account or the clocks.
    const other = watchMoment(campaign, way, facts, at, workspace, false);
    return other === undefined ? { ...nothing, drop: [watch] } : { ...nothing, put: [other] };
  }
  if (moment !== undefined && moment.at > at) return { ...nothing, put: [{ ...watch, dueAt: moment.at }] };
  const next = nextRound(campaign, way, facts, lookedAt, workspace);
  const kept = next === undefined ? { put: [], drop: [watch] } : { put: [next], drop: [] };
  if (way.entry.late === 'skip' && lookedAt - at > tardyMs) {
    return { ...kept, refusal: { detail: 'late', text: 'The moment was past before anybody could look.' } };
  }
  if (!isMember(campaign, way.entry.to, facts, at)) return kept;
  const admission = admitBy(campaign, way, { at, name: watch.round ?? `at:${at}`, ...(watch.round === null ? {} : { round: watch.round }) }, facts);
  if (admission.kind === 'not-for') return kept;
  if (admission.kind === 'stay-out') return { ...kept, refusal: admission };
  const { zone } = zoneOf({ ...facts, workspace });
  const text = `Entered at ${printLocal(zone, at)} ${zone}.`;
  return { ...kept, arrival: { way: way.id, key: admission.key, at, by: way.entry.kind, text } };
}

/** Whether the lead is one of those that are meant; without a segment everybody is. */
export function isMember(campaign: string, to: Audience | undefined, facts: EntryFacts, at: number): boolean {
  return to === undefined || matches(to.when, entryScope(campaign, facts, { at }));
}

/** A rhythm goes on after what was due; a date comes again only with another date. */
export function nextRound(campaign: string, way: DateWay, facts: EntryFacts, after: number, workspace: WorkspacePlan): Watch | undefined {
  if (way.entry.kind !== 'every') return undefined;
  const moment = momentOf(way, whose(campaign, facts, after, workspace), after);
  return moment === undefined ? undefined : freshWatch(way.id, after, { dueAt: moment.at, round: moment.round });
}

function whose(campaign: string, facts: EntryFacts, at: number, workspace: WorkspacePlan): Whose {
  const known = { lead: facts.lead, account: facts.account, workspace };
  return {
    scope: entryScope(campaign, facts, { at }),
    leadId: facts.lead.id,
    zoneOf: (clock) => clockZone(clock, known),
  };
}
