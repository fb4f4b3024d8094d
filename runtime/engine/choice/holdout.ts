import type { Plan, WorkspacePlan } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import { scopeOf } from '../conditions/scope.js';
import type { Look, Move } from '../steps/move.js';
import { goTo } from '../steps/move.js';
import { addDuration } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { HeldOut, Reason } from '../types.js';
import { draw } from './draw.js';

/**
 * Whether a lead that enters is one of those who are kept out, for comparison (domain.md E-01).
 *
 * By lot, but always the same: of the workspace in every campaign, of a campaign at each entry.
 */
export function holdoutOf(
  plan: Pick<Plan, 'campaign' | 'holdout'>,
  workspace: Pick<WorkspacePlan, 'holdout'>,
  leadId: string,
): HeldOut | undefined {
  if (isDrawn(workspace.holdout, 'holdout', leadId)) return 'workspace';
  return isDrawn(plan.holdout, 'holdout', leadId, plan.campaign) ? 'campaign' : undefined;
}

function isDrawn(share: number | undefined, ...parts: readonly string[]): boolean {
  return share !== undefined && share > 0 && draw(...parts) < share;
}

/** For the timeline. */
export function heldOutText(heldOut: HeldOut): string {
  return heldOut === 'workspace'
    ? 'Kept out of every campaign, for comparison.'
    : 'Kept out of this campaign, for comparison.';
}

/**
 * What becomes of a step that would reach beyond the lead's own records, for a lead that is held
 * out; undefined where it is taken as usual. Messages ask for themselves, behind the gate.
 */
export function withheld(look: Look): Move | undefined {
  const { plan, step, progress, facts, now, at, planned } = look;
  if (progress.heldOut === undefined) return undefined;
  if (step.kind !== 'task' && step.kind !== 'do' && step.kind !== 'start') return undefined;
  // Who would not have got it in any case is told so.
  if (step.when !== undefined && !matches(step.when, scopeOf(plan.campaign, facts, now))) return undefined;
  const reason: Reason = { code: 'held_out', step: step.id, detail: progress.heldOut, text: heldOutText(progress.heldOut), at };
  if (step.kind !== 'task' || step.outcomes === undefined) return { progress: goTo(step.next, at), reasons: [reason] };
  // Nobody can answer a task that was never given: on as if nobody had.
  const until = addDuration(zoneOf(facts).zone, planned, step.dueIn);
  if (now < until) return { progress, rest: { kind: 'wait', until } };
  return { progress: goTo(step.outcomes['late'] ?? step.next, until), reasons: [{ ...reason, at: until }] };
}
