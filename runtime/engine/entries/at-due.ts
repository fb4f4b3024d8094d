import type { Plan, WorkspacePlan } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import type { EntryFacts } from '../enter.js';
import { enterOn, heldSilence } from './at-event.js';
import { dueMoment, isMember, watchMoment } from './at-moment.js';
import { alreadyRound, askTurn, cameTrue, enterAlready, firstWatch } from './at-turn.js';
import type { Turnout, Watch } from './watch.js';
import { nothing } from './watch.js';
import type { EventWay, Way } from '../../../compiler/plan/ways.js';
import { wayOf } from '../../../compiler/plan/ways.js';

/** What the moment of a watch brings about; `lookedAt` (epoch ms) is later where nobody could look in time. */
export function takeDue(
  plan: Plan,
  watch: Watch,
  facts: EntryFacts,
  { at, lookedAt, workspace }: { readonly at: number; readonly lookedAt: number; readonly workspace: WorkspacePlan },
): Turnout {
  const way = wayOf(plan, watch.way);
  // The campaign has been changed since.
  if (way === undefined) return { ...nothing, drop: [watch] };
  switch (way.kind) {
    case 'event':
      return { ...afterTrigger(plan.campaign, way, watch, facts, at), drop: [watch] };
    case 'turn':
      if (watch.round === alreadyRound) return enterAlready(plan.campaign, way, watch, facts, at);
      return askTurn(plan.campaign, way, watch, facts, at);
    case 'date':
      return dueMoment(plan.campaign, way, watch, facts, { at, lookedAt }, workspace);
    default:
      return unreachable(way);
  }
}

/**
 * What is to be kept of a lead at the way from `at` on (epoch ms): at launch, or when the lead is
 * first heard of. Undefined where an event alone can open it.
 */
export function beginWatch(
  plan: Plan,
  way: Way,
  facts: EntryFacts,
  { at, isNew, workspace }: { readonly at: number; readonly isNew: boolean; readonly workspace: WorkspacePlan },
): Watch | undefined {
  switch (way.kind) {
    case 'event':
      return undefined;
    case 'turn': {
      const watch = firstWatch(plan.campaign, way, facts, at);
      const { already } = way.entry;
      if (isNew || !watch.holds || already.kind === 'skip') return watch;
      const counts = already.kind === 'enter' || cameTrue(plan.campaign, way, facts, already.at, at) !== undefined;
      return counts ? { ...watch, dueAt: at, round: alreadyRound } : watch;
    }
    case 'date':
      return watchMoment(plan.campaign, way, facts, at, workspace, isNew);
    default:
      return unreachable(way);
  }
}

function afterTrigger(campaign: string, way: EventWay, { trigger }: Watch, facts: EntryFacts, at: number): Turnout {
  if (trigger === null) return nothing;
  if (way.unless !== undefined && !heldSilence(way.unless, trigger, facts.events)) return nothing;
  if (!isMember(campaign, way.to, facts, at)) return nothing;
  return enterOn(campaign, way, trigger, at, facts);
}
