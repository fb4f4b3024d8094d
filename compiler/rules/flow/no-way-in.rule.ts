import { campaignRule } from '../rule.js';

/** A campaign without a way in is a draft that looks alive. A missing `enter` is said when the file is read. */
export const noWayIn = campaignRule('C4112', ({ campaign, clean, report }) => {
  if (campaign.enter.length === 0 && clean) report(campaign.name.span, { campaign: campaign.name.value });
});
