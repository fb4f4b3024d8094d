import { campaignRule } from '../rule.js';

/** A round follows a round until something ends it; a playlist ends when nothing is left to send. */
export const endlessRepeat = campaignRule('C4115', ({ flow, stepSays, report }) => {
  for (const step of flow.steps) {
    if (step.kind !== 'repeat' || step.until !== undefined || step.times !== undefined) continue;
    if (step.play !== undefined || step.steps === undefined || step.steps.length === 0) continue;
    if (stepSays(step, 'until') || stepSays(step, 'times')) continue;
    report(step.id.span, { step: step.id.value });
  }
});
