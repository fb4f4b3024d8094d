import type { AtAst } from '../../../grammar/ast/moment.js';
import type { Located } from '../../../grammar/span.js';
import { skippedByClocks } from '../../time/skipped-by-clocks.js';
import { campaignRule } from '../rule.js';

/** In spring an hour is left out: a moment in it comes an hour later than was written. */
export const timeInClockGap = campaignRule('C6107', ({ campaign, flow, declared, report }) => {
  const zone = declared.workspace?.zone;
  if (zone === undefined) return;
  const moments = [...campaign.enter.map((entry) => (entry.kind === 'at' ? entry.at : undefined)), ...flow.steps.map(({ at }) => at)];
  for (const at of moments) {
    const day = at === undefined ? undefined : writtenDay(at);
    if (at?.time === undefined || day === undefined) continue;
    if (!skippedByClocks(day.value, at.time.value, zone.value)) continue;
    report(at.span, { date: day.value, time: inWords(at.time.value), zone: zone.value });
  }
});

/** A date that was written, not one of the lead: which year that one falls in nobody knows. */
function writtenDay({ anchor }: AtAst): Located<string> | undefined {
  if (anchor.kind !== 'date' || anchor.date.kind !== 'date' || anchor.offset !== undefined) return undefined;
  return { value: anchor.date.value.slice(0, 10), span: anchor.date.span };
}

function inWords(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
