import { msInWords } from '../../grammar/duration.js';
import { beginTogether } from '../flow/begin-together.js';
import type { Sent } from '../flow/cap-breaks-together.js';
import { capBreaksTogether } from '../flow/cap-breaks-together.js';
import { projectRule } from './rule.js';

/**
 * Campaigns of one lead stay within the caps together (domain.md F-01).
 *
 * At run time the caps hold messages back, and which of them nobody has decided. Only messages without a condition of
 * their own are counted, and only campaigns that one event begins, so that each witness
 * happens to every lead who is in all of them.
 */
export const capBrokenTogether = projectRule('C5105', ({ campaigns, declared, report }) => {
  const caps = declared.workspace?.caps ?? [];
  if (caps.length === 0 || declared.unread.size > 0) return;
  const byName = new Map(campaigns.map(({ campaign }) => [campaign.name.value, campaign]));
  const meet = (one: string, other: string) => {
    const [first, second] = [byName.get(one), byName.get(other)];
    return first !== undefined && second !== undefined && beginTogether(first, second);
  };
  const senders = campaigns.map(({ campaign, flow }) => ({ campaign: campaign.name.value, flow }));
  for (const { cap, windowMs, witness } of capBreaksTogether(senders, caps, meet)) {
    const labels = witness.map(({ step, ms }) => ({ span: step.span, text: momentOf(ms) }));
    const names = [...new Set(witness.map(({ campaign }) => campaign))];
    const at = { count: cap.count.value, sends: witness.length, windowMs, campaigns: names, witness: witness.map(inWords) };
    report(cap.span, at, { labels });
  }
});

function inWords({ campaign, step, ms }: Sent): string {
  return `${campaign}/${step.value} ${momentOf(ms)}`;
}

function momentOf(ms: number): string {
  return ms === 0 ? 'at once' : `after ${msInWords(ms)}`;
}
