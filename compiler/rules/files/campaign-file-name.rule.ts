import { campaignNameOf } from '../../project.js';
import { campaignRule } from '../rule.js';

/** One campaign a file, named after it: who reads a report finds the file. */
export const campaignFileName = campaignRule('C2201', ({ campaign, source, declared, report }) => {
  // A copy under another file name is one mistake: `duplicate-campaign`.
  if (declared.campaigns.get(campaign.name.value) !== campaign) return;
  const { value: name, span } = campaign.name;
  if (campaignNameOf(source.path) !== name) report(span, { name, file: source.path });
});
