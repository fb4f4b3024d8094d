import { templateKey } from '../project.js';
import { firstLine } from './first-line.js';
import type { ProjectView } from './rule.js';
import { projectRule } from './rule.js';

/** A template that nothing sends is a message somebody believes to be live. */
export const unusedTemplate = projectRule('C2206', ({ campaigns, declared, report }) => {
  const used = usedTemplates(campaigns);
  for (const [key, { campaign, mjml }] of declared.templates) {
    if (mjml === undefined || used.has(key)) continue;
    // Steps that could not be read may send it.
    if (declared.unread.has(campaign)) continue;
    const campaignExists = declared.campaigns.has(campaign);
    report(firstLine(mjml), { path: mjml.path, campaign, campaignExists });
  }
});

function usedTemplates(campaigns: ProjectView['campaigns']): ReadonlySet<string> {
  const keys = campaigns.flatMap(({ campaign, flow }) =>
    flow.sends.flatMap(({ templates }) => templates.map(({ value }) => templateKey(campaign.name.value, value))),
  );
  return new Set(keys);
}
