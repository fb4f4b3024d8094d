import { campaignRule } from '../rule.js';

/** A step has one moment; of two the author would have to know which counts. */
export const afterAndAt = campaignRule('C6104', ({ flow, report }) => {
  for (const { id, after, at } of flow.steps) {
    if (after === undefined || at === undefined) continue;
    report(after.span, { step: id.value }, { labels: [{ span: at.span, text: 'and here' }] });
  }
});
