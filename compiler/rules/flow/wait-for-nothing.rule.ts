import { campaignRule } from '../rule.js';

/** Without `for` a wait only takes its own time, so a limit or branches have nothing to decide. */
export const waitForNothing = campaignRule('C4103', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || step.for !== undefined || stepSays(step, 'for')) continue;
    const decides = step.atMost !== undefined || step.then !== undefined || step.else !== undefined;
    const takesTime = step.after !== undefined || step.at !== undefined;
    if (decides || !takesTime) report(step.id.span, { step: step.id.value });
  }
});
