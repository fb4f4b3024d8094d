import { campaignRule } from '../rule.js';

/** Where a moment can be past, the author says what happens, not the machine. */
export const lateUndeclared = campaignRule('C6101', ({ campaign, flow, clean, stepSays, report }) => {
  for (const entry of campaign.enter) {
    // A date can become known, or the campaign begin, when its moment is over.
    if (entry.kind !== 'at' || entry.late !== undefined || entry.at.anchor.kind !== 'date' || !clean) continue;
    report(entry.at.span, {});
  }
  for (const step of flow.steps) {
    if (step.at === undefined || step.late !== undefined || stepSays(step, 'late')) continue;
    if (step.at.anchor.kind === 'date' || flow.canBeLate(step)) report(step.at.span, { step: step.id.value });
  }
});
