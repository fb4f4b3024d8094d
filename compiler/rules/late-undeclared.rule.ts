import { campaignRule } from './rule.js';

/** Where a moment can be past, the author says what happens, not the machine. */
export const lateUndeclared = campaignRule('C6101', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.at === undefined || step.late !== undefined || stepSays(step, 'late')) continue;
    if (step.at.anchor.kind === 'date' || flow.canBeLate(step)) report(step.at.span, { step: step.id.value });
  }
});
