import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import { createReport } from '../../../grammar/diagnostics/code.js';
import type { Report } from '../../../grammar/diagnostics/code.js';
import { stepsOf } from '../../names/steps-of.js';
import type { TemplateFiles } from '../../project.js';
import { templateKey } from '../../project.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';
import { readFrontMatter } from '../front-matter.js';
import { templateCodes } from '../template-codes.js';

/** Nobody learns to wait for a discount: the first mail about a cart is service (domain.md K-24). */
export function checkCartDiscount(
  campaign: CampaignAst,
  templates: ReadonlyMap<string, TemplateFiles>,
  report: Report<TemplateFileCodes>,
): void {
  if (campaign.campaignKind?.value !== 'cart') return;
  const first = stepsOf(campaign.steps).find((step) => step.kind === 'send');
  if (first?.kind !== 'send') return;
  const files = templates.get(templateKey(campaign.name.value, (first.template ?? first.id).value));
  for (const source of [files?.mjml, ...(files?.alternatives ?? []).map(({ mjml }) => mjml)]) {
    if (source === undefined) continue;
    const discount = readFrontMatter(source, createReport(templateCodes))?.values.discount;
    if (discount !== undefined) report('C7211', discount.span, { discount: discount.text });
  }
}
