import type { Plan } from '../../compiler/plan/ir.js';
import type { Progress } from './types.js';

/** Where a lead stands the moment it has entered. */
export function begin(plan: Plan, enteredAt: number): Progress {
  return { step: plan.first, since: enteredAt };
}
