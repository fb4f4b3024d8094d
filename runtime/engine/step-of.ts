import type { Plan, Step } from '../../compiler/plan/ir.js';

/** @throws for a step that the plan does not have */
export function stepOf(plan: Plan, id: string): Step {
  const step = plan.steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`the plan of ${plan.campaign} has no step ${id}`);
  return step;
}
