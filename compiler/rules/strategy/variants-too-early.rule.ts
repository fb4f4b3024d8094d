import { campaignRule } from '../rule.js';

/** Two mails for everybody teach an early company more than four for a quarter each (domain.md G-03). */
export const variantsTooEarly = campaignRule('C4124', ({ campaign, flow, declared, report }) => {
  const stage = declared.workspace?.companyStage;
  if (stage?.value !== 'early') return;
  const variants = [campaign.variants, ...flow.steps.map((step) => (step.kind === 'send' ? step.variants : undefined))];
  const first = variants.find((found) => found !== undefined);
  if (first === undefined) return;
  report(first.span, { campaign: campaign.name.value }, { labels: [{ span: stage.span, text: 'the company stage' }] });
});
