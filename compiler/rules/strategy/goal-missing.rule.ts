import { campaignRule } from '../rule.js';

/** Each campaign has one clear goal (domain.md N-09); reaching it ends the campaign for the lead. */
export const goalMissing = campaignRule('C4101', ({ campaign, clean, report }) => {
  if (campaign.goal === undefined && clean) report(campaign.name.span, { campaign: campaign.name.value });
});
