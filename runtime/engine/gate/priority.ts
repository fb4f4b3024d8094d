import type { Plan, Step, WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Cap, Counted } from './caps.js';
import { within } from './caps.js';

/** A marketing message that another campaign has coming for the same lead. */
export interface Rival {
  readonly campaign: string;
  readonly kind: string;
  readonly step: string;
  /** Epoch ms; up to now: it is about to be decided. */
  readonly dueAt: number;
}

export interface WayGiven {
  readonly rival: Rival;
  /** The cap that has no room for both. */
  readonly cap: Cap;
  /** Epoch ms: by then the other one was decided. */
  readonly until: number;
}

/** No message waits for one that may come later than this. */
const horizonMs = 86_400_000;
/** The other one is decided at its moment; this much later that is known. */
const decidedMs = 60_000;

/**
 * The message of a higher place in `priority` that comes within a day, or within the shortest
 * window of a cap, and would find no room if this one left now.
 */
export function givesWay(
  plan: Pick<Plan, 'campaign' | 'kind'>,
  { priority, caps }: Pick<WorkspacePlan, 'priority' | 'caps'>,
  rivals: readonly Rival[],
  counted: readonly Counted[],
  now: number,
): WayGiven | undefined {
  if (priority === undefined || rivals.length === 0) return undefined;
  const own = placeOf(priority, plan);
  const until = now + Math.min(horizonMs, ...caps.map(({ windowMs }) => windowMs));
  const higher = rivals
    .filter((rival) => rival.dueAt <= until && placeOf(priority, rival) < own)
    .map((rival) => ({ rival, at: Math.max(rival.dueAt, now) }))
    .sort((first, second) => first.at - second.at);
  for (const [before, { rival, at }] of higher.entries()) {
    // This one, those that come before the rival, and the rival itself.
    const cap = caps.find((each) => within(each, counted, at).length + 1 + before + 1 > each.count);
    if (cap !== undefined) return { rival, cap, until: at + decidedMs };
  }
  return undefined;
}

/** A campaign's own place counts before that of its kind; whoever is not named comes last. */
export function placeOf(
  priority: readonly string[],
  { campaign, kind }: { readonly campaign: string; readonly kind: string },
): number {
  const named = priority.includes(campaign) ? campaign : kind;
  const place = priority.indexOf(named);
  return place < 0 ? priority.length : place;
}

/** Whether a lead that stands on the step has a marketing message coming. */
export function isMarketing(step: Step | undefined): boolean {
  if (step?.kind === 'send') return step.email.class === 'marketing';
  return step?.kind === 'repeat' && step.round.kind === 'play' && step.round.email.class === 'marketing';
}
