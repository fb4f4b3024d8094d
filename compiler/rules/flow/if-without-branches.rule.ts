import { campaignRule } from '../rule.js';

/** A question whose answer changes nothing is an unfinished step. */
export const ifWithoutBranches = campaignRule('C4111', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.kind !== 'if' || step.then !== undefined || step.else !== undefined) continue;
    if (stepSays(step, 'then') || stepSays(step, 'else')) continue;
    report(step.id.span, { step: step.id.value });
  }
});
