import { campaignRule } from './rule.js';

/** `late` on a moment that is never past promises a decision nobody takes. */
export const lateWithoutMoment = campaignRule('C6103', ({ flow, report }) => {
  for (const step of flow.steps) {
    if (step.late === undefined) continue;
    // Sending hours and caps can push a lead past any day, so only what no delay can pass is reported.
    if (step.at === undefined || step.at.anchor.kind === 'next') report(step.late.span, { step: step.id.value });
  }
});
