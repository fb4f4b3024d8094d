import { campaignRule } from '../rule.js';

/** A round is the next item of a playlist, or a list of steps. */
export const repeatOfWhat = campaignRule('C4130', ({ flow, clean, report }) => {
  // A playlist or steps that could not be read were written.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'repeat') continue;
    const both = step.play !== undefined && step.steps !== undefined;
    const neither = step.play === undefined && step.steps === undefined;
    if (both || neither) report(step.id.span, { step: step.id.value, both });
  }
});
