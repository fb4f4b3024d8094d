import type { AssignAst, TaskStepAst } from '../../grammar/ast/step.js';
import { lateOutcome } from '../names/steps-of.js';
import type { TaskStep } from '../plan/ir.js';
import type { Scope } from '../types/scope.js';
import type { StepContext, StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planTask: StepPlanner<'task'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'task',
  team: present(step.team, step).value,
  title: step.title?.value ?? step.id.value,
  // Two days to follow up (domain.md H-02), in hours: a clock change gives nobody more time.
  dueIn: step.due?.value ?? { amount: 48, unit: 'h' },
  ...conditionOf(step.when, context.scope),
  ...assignOf(step.assign, context.scope),
  ...outcomesOf(step, context),
});

function assignOf(assign: readonly AssignAst[], scope: Scope): Pick<TaskStep, 'assign'> {
  if (assign.length === 0) return {};
  return {
    assign: assign.map(({ to, when, by }) => ({
      to: to.value,
      ...conditionOf(when, scope),
      ...(by === undefined ? {} : { by: by.value }),
    })),
  };
}

/** A lead whose task nobody answers goes on, where the author does not say otherwise. */
function outcomesOf({ outcomes }: TaskStepAst, context: StepContext): Pick<TaskStep, 'outcomes'> {
  if (outcomes.length === 0) return {};
  const named = outcomes.map(({ name }) => [name.value, context.first('outcome', name.value)] as const);
  return { outcomes: { [lateOutcome]: context.next, ...Object.fromEntries(named) } };
}
