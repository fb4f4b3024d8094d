import { capBreaks } from '../../flow/cap-breaks.js';
import { campaignRule } from '../rule.js';

/**
 * One campaign alone stays within the caps (domain.md F-01: the more often, the weaker).
 *
 * Only messages without a condition of their own are counted, on the worst path and entry.
 */
export const capBrokenAlone = campaignRule('C5103', ({ flow, declared, clean, report }) => {
  // A step whose time could not be read is not sent at once.
  if (!clean) return;
  const certain = flow.sends.filter(({ certain }) => certain);
  for (const { at, ...found } of capBreaks(flow, certain, declared.workspace?.caps ?? [])) report(at, found);
});
