import type { Plan } from '../../compiler/plan/ir.js';
import type { HeldOut, Progress } from './types.js';

/** Where a lead stands the moment it has entered; `heldOut` is what `holdoutOf` says of it. */
export function begin(plan: Plan, enteredAt: number, heldOut?: HeldOut): Progress {
  return { step: plan.first, since: enteredAt, ...(heldOut === undefined ? {} : { heldOut }) };
}
