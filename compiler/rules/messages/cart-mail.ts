import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { SendStepAst } from '../../../grammar/ast/step.js';
import type { Source } from '../../../grammar/span.js';
import type { Declared } from '../../names/declared.js';
import { stepsOf } from '../../names/steps-of.js';
import { templateKey } from '../../project.js';

/** A campaign about a cart that was left. */
export function isCart({ campaignKind }: CampaignAst): boolean {
  return campaignKind?.value === 'cart';
}

/** The mails about a cart, in the order of the file. */
export function cartMails(campaign: CampaignAst): readonly SendStepAst[] {
  return isCart(campaign) ? stepsOf(campaign.steps).filter((step) => step.kind === 'send') : [];
}

/** Pure service (domain.md K-23). */
export function firstCartMail(campaign: CampaignAst): SendStepAst | undefined {
  return cartMails(campaign)[0];
}

/** The layouts that a step can send: default, variants and translations. */
export function layoutsOf(campaign: CampaignAst, step: SendStepAst, { templates }: Declared): readonly Source[] {
  const files = templates.get(templateKey(campaign.name.value, (step.template ?? step.id).value));
  if (files === undefined) return [];
  return [files.mjml, ...files.alternatives.map(({ mjml }) => mjml)].flatMap((source) => (source === undefined ? [] : [source]));
}
