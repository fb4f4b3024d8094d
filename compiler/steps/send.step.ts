import type { VariantsAst } from '../../grammar/ast/campaign.js';
import { lower } from '../plan/lower.js';
import type { SendStep } from '../plan/ir.js';
import type { Scope } from '../types/scope.js';
import { emailOf } from './email-settings.js';
import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planSend: StepPlanner<'send'> = (step, context) => {
  const email = emailOf(step, context.campaign.email);
  return {
    id: step.id.value,
    ...frameOf(step, context),
    kind: 'send',
    channel: step.channel?.value ?? 'email',
    template: (step.template ?? step.id).value,
    ...variantsOf(step.variants ?? context.campaign.variants, context.scope),
    ...conditionOf(step.when, context.scope),
    email: { ...email, from: present(email.from, step) },
    // A newsletter twice annoys, a receipt never sent is worse than one sent twice.
    unsure: step.unsure?.value ?? (email.class === 'marketing' ? 'skip' : 'repeat'),
  };
};

function variantsOf(variants: VariantsAst | undefined, scope: Scope): Pick<SendStep, 'variants'> {
  if (variants === undefined) return {};
  return { variants: { by: lower(variants.by, scope), generic: variants.generic?.value ?? 0 } };
}
