import { campaignRule } from '../rule.js';

/** What an SDR can say of a lead: yes, not now, no (domain.md H-06). */
const verdicts = ['qualified', 'maybe', 'never'];

/** A lead without a way on is dropped, and the drip that would win it later never begins. */
export const verdictUnrouted = campaignRule('C4119', ({ campaign, flow, clean, report }) => {
  if (campaign.campaignKind?.value !== 'hand-off' || !clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'task') continue;
    const routed = step.outcomes.map(({ name }) => name.value);
    const missing = verdicts.filter((verdict) => !routed.includes(verdict));
    // A task with outcomes of its own is no judgement of the lead.
    if (missing.length > 0 && missing.length < verdicts.length) report(step.id.span, { step: step.id.value, missing });
  }
});
