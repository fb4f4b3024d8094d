import { campaignRule } from '../rule.js';

/** Every marketing message has a topic: what a lead consents and objects to. */
export const marketingWithoutTopic = campaignRule('C5101', ({ campaign, flow, says, stepSays, report }) => {
  const reported = new Set<unknown>();
  for (const { step, email, own } of flow.sends) {
    if (email.class === 'transactional' || email.topic !== undefined) continue;
    // One phrase for the whole campaign is one mistake, however many messages it serves.
    // A phrase that could not be read was reported before.
    if (own === undefined && stepSays(step, 'email')) continue;
    if (campaign.email === undefined && says('email')) continue;
    const phrase = own ?? campaign.email;
    if (phrase !== undefined && reported.has(phrase)) continue;
    reported.add(phrase);
    report(phrase?.span ?? step.id.span, { step: step.id.value });
  }
});
