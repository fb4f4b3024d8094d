import { msInWords, rollingMs } from '../../../grammar/duration.js';
import type { Sent } from '../../flow/cap-breaks-together.js';
import { capBreaksTogether } from '../../flow/cap-breaks-together.js';
import { projectRule } from '../rule.js';

/** Messages that a report shows the way to. */
const mostShown = 8;

/**
 * Campaigns of one lead stay within the caps together (domain.md F-01).
 *
 * What a cap holds back is decided by nobody. Where one event begins the campaigns it happens to every lead, so it is said
 * whatever follows; where campaigns only can meet, it is said when a message would be lost, not when it would be late.
 */
export const capBrokenTogether = projectRule('C5105', ({ campaigns, declared, report }) => {
  const caps = declared.workspace?.caps ?? [];
  // An exclusion or a way in that could not be read may be what keeps them apart.
  if (caps.length === 0 || declared.unread.size > 0) return;
  const defer = declared.workspace?.overCap?.defer;
  const deferMs = defer === undefined ? 0 : rollingMs(defer.value);
  for (const { cap, rounds, witness, entered, ...found } of capBreaksTogether(campaigns, caps, deferMs)) {
    const shown = witness.slice(0, mostShown);
    const labels = shown.map(({ step, ms }) => ({ span: step.span, text: momentOf(ms) }));
    const at = {
      ...found,
      deferMs,
      allowed: rounds * cap.count.value,
      allowedMs: rounds * rollingMs(cap.window.value),
      sends: witness.length,
      entered: entered.toSorted((one, other) => one.ms - other.ms),
      campaigns: [...new Set(witness.map(({ campaign }) => campaign))],
      witness: shown.map(inWords),
    };
    report(cap.span, at, { labels });
  }
});

function inWords({ campaign, step, ms }: Sent): string {
  return `${campaign}/${step.value} ${momentOf(ms)}`;
}

function momentOf(ms: number): string {
  return ms === 0 ? 'at once' : `after ${msInWords(ms)}`;
}
