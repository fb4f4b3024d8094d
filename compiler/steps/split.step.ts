import { winner } from '../../grammar/steps/split.step.js';
import { lower } from '../plan/lower.js';
import type { StepPlanner } from './step-context.js';
import { frameOf } from './step-context.js';

export const planSplit: StepPlanner<'split'> = (step, context) => {
  const { best } = step;
  const arms = step.arms.filter(({ name }) => name.value !== winner);
  return {
    id: step.id.value,
    ...frameOf(step, context),
    kind: 'split',
    arms: arms.map(({ name, share }) => ({
      name: name.value,
      share: share?.value ?? 0,
      first: context.first('arm', name.value),
    })),
    ...(best === undefined
      ? {}
      : { best: { measure: lower(best.measure, context.scope), after: best.after.value, else: best.else.value } }),
  };
};
