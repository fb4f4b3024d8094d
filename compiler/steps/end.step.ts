import type { StepPlanner } from './step-context.js';
import { frameOf } from './step-context.js';

export const planEnd: StepPlanner<'end'> = (step, context) => ({
  ...frameOf(step, context),
  kind: 'end',
  next: null,
});
