import { campaignRule } from '../rule.js';

/** A lead that never does what is waited for is in the campaign for ever, and cannot enter it again. */
export const endlessWait = campaignRule('C4104', ({ flow, clean, report }) => {
  // A misspelt limit is one mistake, said at its key.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || step.for === undefined) continue;
    if (step.atMost !== undefined) continue;
    // With an `else` the limit was forgotten: `else-without-limit` says so.
    if (step.else !== undefined) continue;
    report(step.id.span, { step: step.id.value });
  }
});
