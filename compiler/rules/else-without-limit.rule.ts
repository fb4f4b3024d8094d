import { campaignRule } from './rule.js';

/** Only a limit can make a wait fail. */
export const elseWithoutLimit = campaignRule('C4109', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || step.for === undefined || step.else === undefined) continue;
    if (step.atMost !== undefined || stepSays(step, 'at_most')) continue;
    report(step.id.span, { step: step.id.value });
  }
});
