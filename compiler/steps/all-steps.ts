import type { StepAst, StepKind } from '../../grammar/ast/step.js';
import type { Step } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { planBranch } from './branch.step.js';
import { planDo } from './do.step.js';
import { planEnd } from './end.step.js';
import { planIf } from './if.step.js';
import { planRepeat } from './repeat.step.js';
import { planSend } from './send.step.js';
import { planSet } from './set.step.js';
import { planSplit } from './split.step.js';
import { planStart } from './start.step.js';
import type { StepContext, StepPlanner } from './step-context.js';
import { planTask } from './task.step.js';
import { planWait } from './wait.step.js';

/** A step kind of the grammar that has no plan here does not compile. */
export const allSteps: { readonly [Kind in StepKind]: StepPlanner<Kind> } = {
  send: planSend,
  wait: planWait,
  if: planIf,
  branch: planBranch,
  split: planSplit,
  set: planSet,
  task: planTask,
  do: planDo,
  start: planStart,
  repeat: planRepeat,
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
    case 'branch':
      return allSteps.branch(step, context);
    case 'split':
      return allSteps.split(step, context);
    case 'do':
      return allSteps.do(step, context);
    case 'start':
      return allSteps.start(step, context);
    case 'repeat':
      return allSteps.repeat(step, context);
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
