import { campaignRule } from '../rule.js';

/** Only a limit can make a wait fail. */
export const elseWithoutLimit = campaignRule('C4109', ({ flow, clean, report }) => {
  // A misspelt limit is one mistake, said at its key.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || step.for === undefined || step.else === undefined) continue;
    if (step.atMost !== undefined) continue;
    report(step.id.span, { step: step.id.value });
  }
});
