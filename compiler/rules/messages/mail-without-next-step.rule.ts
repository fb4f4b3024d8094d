import type { Source } from '../../../grammar/span.js';
import { templateKey } from '../../project.js';
import { firstLine } from '../first-line.js';
import { campaignRule } from '../rule.js';

/** A mail brings people back to act (domain.md N-08); one that leads nowhere only asks for attention. */
export const mailWithoutNextStep = campaignRule('C5109', ({ campaign, flow, declared, report }) => {
  const looked = new Set<Source>();
  for (const { email, channel, templates } of flow.sends) {
    if (email.class !== 'marketing' || channel !== 'email') continue;
    for (const { value: template } of templates) {
      const mjml = declared.templates.get(templateKey(campaign.name.value, template))?.mjml;
      if (mjml === undefined || looked.has(mjml)) continue;
      looked.add(mjml);
      if (!leadsOn(mjml.text)) report(firstLine(mjml), { template });
    }
  }
});

/** A link anywhere but out of the list; an address to write to is a next step as well. */
function leadsOn(text: string): boolean {
  return [...text.matchAll(/\bhref\s*=\s*("[^"]*"|'[^']*')/gi)].some(([, address = '']) => !/unsubscribe_url|preferences_url/.test(address));
}
