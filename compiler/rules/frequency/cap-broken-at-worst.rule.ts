import { capBreaks } from '../../flow/cap-breaks.js';
import { campaignRule } from '../rule.js';

/** Like `cap-broken-alone`, as if every condition held: conditions may exclude each other, so it only warns. */
export const capBrokenAtWorst = campaignRule('C5104', ({ flow, declared, clean, report }) => {
  if (!clean) return;
  const caps = declared.workspace?.caps ?? [];
  const certain = flow.sends.filter(({ certain }) => certain);
  if (certain.length === flow.sends.length || capBreaks(flow, certain, caps).length > 0) return;
  for (const { at, ...found } of capBreaks(flow, flow.sends, caps)) report(at, found);
});
