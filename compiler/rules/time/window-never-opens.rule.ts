import type { HoursAst, QuietHoursAst } from '../../../grammar/ast/workspace.js';
import { projectRule } from '../rule.js';

const dayMinutes = 24 * 60;

/** Hours that the quiet hours cover hold every message for ever. */
export const windowNeverOpens = projectRule('C6105', ({ declared, report }) => {
  const quiet = declared.workspace?.quietHours;
  if (quiet === undefined) return;
  if (quiet.from === quiet.until) {
    report(quiet.span, {});
    return;
  }
  const labels = [{ span: quiet.span, text: 'the quiet hours' }];
  for (const hours of declared.hours.values()) {
    if (covers(quiet, hours)) report(hours.span, { hours: hours.name.value }, { labels });
  }
});

function covers(quiet: QuietHoursAst, { from, until }: HoursAst): boolean {
  const loud = quiet.from < quiet.until ? [[0, quiet.from], [quiet.until, dayMinutes]] : [[quiet.until, quiet.from]];
  return !loud.some(([start = 0, end = 0]) => from < end && start < until);
}
