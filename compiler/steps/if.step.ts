import { lower } from '../plan/lower.js';
import type { StepPlanner } from './step-context.js';
import { frameOf, present } from './step-context.js';

export const planIf: StepPlanner<'if'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'if',
  when: lower(present(step.when, step), context.scope),
  then: context.first('then'),
  else: context.first('else'),
});
