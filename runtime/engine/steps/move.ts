import type { Plan, Step } from '../../../compiler/plan/ir.js';
import type { Effect, Facts, Progress, Reason, Rest } from '../types.js';

/** One step's look at one lead. */
export interface Look<S extends Step = Step> {
  readonly plan: Plan;
  readonly step: S;
  readonly progress: Progress;
  readonly facts: Facts;
  /** Epoch ms: conditions see everything up to here. */
  readonly now: number;
  /** The instant this look is taken for: the planned one where `now` is hardly later, so that nothing drifts. */
  readonly at: number;
  /** The instant the step was due; `now` lies at or after it. */
  readonly planned: number;
  /** Until when the gate had said "not now". */
  readonly heldUntil?: number | undefined;
}

/** What a look led to; without `rest` the next look follows at once. */
export interface Move {
  readonly progress: Progress;
  readonly effects?: readonly Effect[];
  readonly reasons?: readonly Reason[];
  /** The facts as this move changed them, for the looks that follow in the same moment. */
  readonly facts?: Facts;
  readonly rest?: Rest;
}

/** Puts the lead on another step as of `at`; null ends the campaign. */
export function goTo(step: string | null, at: number): Progress {
  return { step, since: at };
}
