import type { AtAst } from '../../../grammar/ast/moment.js';
import type { HoursAst } from '../../../grammar/ast/workspace.js';
import { campaignRule } from '../rule.js';

/** A time of day that the sending hours never allow is not when the message leaves. */
export const momentOutsideHours = campaignRule('C6106', ({ flow, declared, report }) => {
  for (const { step, email } of flow.sends) {
    const hours = declared.hours.get(email.hours ?? '');
    if (hours === undefined || step.at === undefined || canMeet(step.at, hours)) continue;
    const labels = [{ span: hours.span, text: 'the hours' }];
    report(step.at.span, { step: step.id.value, hours: `the hours "${hours.name.value}"` }, { labels });
  }
});

function canMeet({ time, weekdays, spread, clock }: AtAst, hours: HoursAst): boolean {
  // Another clock than the lead's can show another hour of the day.
  if (clock !== undefined && clock.value !== 'lead') return true;
  const days = weekdays?.value ?? [];
  if (days.length > 0 && !days.some((day) => hours.weekdays.includes(day))) return false;
  // A spread can move the message into the hours.
  if (time === undefined || spread !== undefined) return true;
  return time.value >= hours.from && time.value < hours.until;
}
