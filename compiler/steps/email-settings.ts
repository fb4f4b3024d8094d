import type { EmailAst } from '../../grammar/ast/campaign.js';
import type { SendStepAst } from '../../grammar/ast/step.js';
import type { EmailSettings } from '../plan/ir.js';

/** The step's phrase over the campaign's: what the step does not say, the campaign says. */
export function emailOf(step: Pick<SendStepAst, 'email'>, campaign: EmailAst | undefined): EmailPhrase {
  const own = step.email;
  // A step that names a topic is marketing, whatever the campaign around it is.
  const transactional = own?.transactional ?? (own?.topic === undefined ? campaign?.transactional : undefined);
  const from = own?.from ?? campaign?.from;
  const topic = own?.topic ?? campaign?.topic;
  const hours = own?.hours ?? campaign?.hours;
  return {
    class: transactional === undefined ? 'marketing' : 'transactional',
    ...(topic === undefined || transactional !== undefined ? {} : { topic: topic.value }),
    ...(from === undefined ? {} : { from: from.value }),
    ...(hours === undefined || transactional !== undefined ? {} : { hours: hours.value }),
  };
}

/** Settings before it is proved that a sender and a topic are there. */
export type EmailPhrase = Omit<EmailSettings, 'from'> & { readonly from?: string };
