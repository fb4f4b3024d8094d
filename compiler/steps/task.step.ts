import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planTask: StepPlanner<'task'> = (step, context) => ({
  ...frameOf(step, context),
  kind: 'task',
  team: present(step.team, step).value,
  title: step.title?.value ?? step.id.value,
  // Two days to follow up (domain.md H-02), in hours: a clock change gives nobody more time.
  dueIn: step.due?.value ?? { amount: 48, unit: 'h' },
  ...conditionOf(step.when, context.scope),
});
