import type { StepPlanner } from './step-context.js';
import { frameOf } from './step-context.js';

export const planEnd: StepPlanner<'end'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'end',
  next: null,
});
