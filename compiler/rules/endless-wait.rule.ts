import { campaignRule } from './rule.js';

/** A lead that never does what is waited for is in the campaign for ever, and cannot enter it again. */
export const endlessWait = campaignRule('C4104', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || step.for === undefined) continue;
    if (step.atMost !== undefined || stepSays(step, 'at_most')) continue;
    // With an `else` the limit was forgotten: `else-without-limit` says so.
    if (step.else !== undefined || stepSays(step, 'else')) continue;
    report(step.id.span, { step: step.id.value });
  }
});
