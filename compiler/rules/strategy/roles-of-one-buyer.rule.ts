import { campaignRule } from '../rule.js';

/** Where one person decides there are no roles to write to (domain.md G-03, S-08). */
export const rolesOfOneBuyer = campaignRule('C4125', ({ campaign, flow, declared, report }) => {
  const one = declared.workspace?.singleDecisionMaker;
  if (one?.value !== true) return;
  const variants = [campaign.variants, ...flow.steps.map((step) => (step.kind === 'send' ? step.variants : undefined))];
  for (const found of variants) {
    if (found?.by.kind !== 'path' || !isRole(found.by.name.value)) continue;
    const labels = [{ span: one.span, text: 'said here' }];
    report(found.span, { by: `${found.by.root.value}.${found.by.name.value}` }, { labels });
  }
});

function isRole(attribute: string): boolean {
  return /(^|_)(role|buying_role|persona)($|_)/.test(attribute);
}
