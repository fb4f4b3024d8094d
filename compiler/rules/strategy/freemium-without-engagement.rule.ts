import { projectRule } from '../rule.js';

/**
 * A lasting free plan pays only while free use grows (domain.md K-19).
 *
 * A plan called free beside a trial is what a lead has before it, so only without a trial is it one that lasts.
 */
export const freemiumWithoutEngagement = projectRule('C4118', ({ campaigns, declared, report }) => {
  const { workspace, attributes } = declared;
  const plan = attributes.get('plan');
  const free = plan?.values?.find(({ value }) => value === 'free' || value === 'freemium');
  if (plan === undefined || free === undefined || workspace?.freeTrial?.value !== false || declared.unread.size > 0) return;
  const kept = campaigns.some(({ campaign: { campaignKind, stage } }) => {
    return campaignKind?.value === 'engagement' || (campaignKind?.value === 'upsell' && stage?.value !== 'customer');
  });
  if (!kept) report(free.span, { plan: plan.name.value, value: free.value });
});
