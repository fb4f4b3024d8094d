import { lowerAs } from '../plan/lower.js';
import { typeOf } from '../types/type-of.js';
import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planSet: StepPlanner<'set'> = (step, context) => {
  const attribute = present(step.attribute, step);
  if (attribute.kind !== 'path') throw new Error(`"${step.id.value}" sets what is no attribute`);
  const isMoment = typeOf(attribute, context.scope).type.kind === 'timestamp';
  return {
    id: step.id.value,
    ...frameOf(step, context),
    kind: 'set',
    ...(attribute.root.value === 'account' ? { of: 'account' as const } : {}),
    attribute: attribute.name.value,
    to: lowerAs(present(step.to, step), isMoment, context.scope),
    ...conditionOf(step.when, context.scope),
  };
};
