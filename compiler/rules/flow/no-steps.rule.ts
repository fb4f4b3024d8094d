import { campaignRule } from '../rule.js';

/** A campaign that does nothing is a draft that looks alive. A missing `steps` is said when the file is read. */
export const noSteps = campaignRule('C4105', ({ campaign, clean, report }) => {
  if (campaign.steps.length === 0 && clean) report(campaign.name.span, { campaign: campaign.name.value });
});
