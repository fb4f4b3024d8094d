import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf } from './step-context.js';

export const planStart: StepPlanner<'start'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'start',
  campaign: (step.campaign ?? step.id).value,
  ...conditionOf(step.when, context.scope),
});
