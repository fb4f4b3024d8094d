import { lower } from '../plan/lower.js';
import type { StepPlanner } from './step-context.js';
import { frameOf, present } from './step-context.js';

export const planBranch: StepPlanner<'branch'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'branch',
  on: lower(present(step.on, step), context.scope),
  cases: Object.fromEntries(step.cases.map(({ name }) => [name.value, context.first('case', name.value)])),
  else: context.first('else'),
});
