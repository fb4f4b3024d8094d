import { ordinaryArms } from './arms.js';
import { campaignRule } from '../rule.js';

/** One arm divides nobody from anybody, and measures nothing. */
export const splitWithoutChoice = campaignRule('C4128', ({ flow, clean, report }) => {
  // An arm that could not be read is one all the same.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'split') continue;
    const { length: arms } = ordinaryArms(step);
    if (arms < 2) report(step.id.span, { step: step.id.value, arms });
  }
});
