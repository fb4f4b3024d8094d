import { campaignRule } from '../rule.js';

/** A message comes from somebody who can be answered. */
export const sendWithoutSender = campaignRule('C5102', ({ campaign, flow, report }) => {
  const reported = new Set<unknown>();
  for (const { step, email, own } of flow.sends) {
    const phrase = own ?? campaign.email;
    // Without any phrase the missing topic is already said, with both parts in its help.
    if (email.from !== undefined || phrase === undefined || reported.has(phrase)) continue;
    reported.add(phrase);
    report(phrase.span, { step: step.id.value });
  }
});
