import { withoutKey } from '../remove-key.js';
import { campaignRule } from '../rule.js';

/** `late` on a moment that is never past promises a decision nobody takes. */
export const lateWithoutMoment = campaignRule('C6103', ({ flow, source, report }) => {
  for (const step of flow.steps) {
    if (step.late === undefined) continue;
    // Sending hours and caps can push a lead past any day, so only what no delay can pass is reported.
    if (step.at !== undefined && step.at.anchor.kind !== 'next') continue;
    const edits = withoutKey(source, 'late', step.late.span);
    const fixes = edits.length === 0 ? [] : [{ title: 'Remove "late"', safety: 'safe' as const, edits }];
    report(step.late.span, { step: step.id.value }, { fixes });
  }
});
