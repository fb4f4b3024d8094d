import { emailOf } from './email-settings.js';
import type { StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planSend: StepPlanner<'send'> = (step, context) => {
  const email = emailOf(step, context.campaign.email);
  return {
    ...frameOf(step, context),
    kind: 'send',
    channel: 'email',
    template: (step.template ?? step.id).value,
    ...conditionOf(step.when, context.scope),
    email: { ...email, from: present(email.from, step) },
    // A newsletter twice annoys, a receipt never sent is worse than one sent twice.
    unsure: step.unsure?.value ?? (email.class === 'marketing' ? 'skip' : 'repeat'),
  };
};
