import type { StepAst, StepKind } from '../../grammar/ast/campaign.js';
import type { Step } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { planEnd } from './end.step.js';
import { planIf } from './if.step.js';
import { planSend } from './send.step.js';
import { planSet } from './set.step.js';
import type { StepContext, StepPlanner } from './step-context.js';
import { planTask } from './task.step.js';
import { planWait } from './wait.step.js';

/** A step kind of the grammar that has no plan here does not compile. */
export const allSteps: { readonly [Kind in StepKind]: StepPlanner<Kind> } = {
  send: planSend,
  wait: planWait,
  if: planIf,
  set: planSet,
  task: planTask,
  end: planEnd,
};

/** The `switch` only tells the type checker which planner fits which step. */
export function planStep(step: StepAst, context: StepContext): Step {
  switch (step.kind) {
    case 'send':
      return allSteps.send(step, context);
    case 'wait':
      return allSteps.wait(step, context);
    case 'if':
      return allSteps.if(step, context);
    case 'set':
      return allSteps.set(step, context);
    case 'task':
      return allSteps.task(step, context);
    case 'end':
      return allSteps.end(step, context);
    default:
      return unreachable(step);
  }
}
