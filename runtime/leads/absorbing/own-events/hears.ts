import type { Plan } from '../../../../compiler/plan/ir.js';
import type { LoadedRelease } from '../../../store/releases.js';
import { doorsOf } from '../doors.js';

const heard = new WeakMap<LoadedRelease, Map<string, boolean>>();

/** Whether anything in force asks for this event of the product's own: else it is not worth a row each time. */
export function hears(release: LoadedRelease, event: string): boolean {
  const known = heard.get(release) ?? new Map<string, boolean>();
  heard.set(release, known);
  const before = known.get(event);
  if (before !== undefined) return before;
  const found =
    doorsOf(release).byEvent.has(event) ||
    [...release.campaigns.values()].some(({ plan }) => asksFor(plan, event)) ||
    release.workspace.scoring?.pain.some((rule) => rule.event === event) === true;
  known.set(event, found);
  return found;
}

/** The same, or whether a plan does that the lead is still inside of. */
export function isHeard(
  { release, enrolments }: { readonly release: LoadedRelease; readonly enrolments: readonly { readonly plan: Plan }[] },
  event: string,
): boolean {
  return hears(release, event) || enrolments.some(({ plan }) => asksFor(plan, event));
}

function asksFor({ history, interests }: Plan, event: string): boolean {
  return history.includes(event) || interests.events.includes(event);
}
