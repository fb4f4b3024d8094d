import type { Plan } from '../../../compiler/plan/ir.js';
import { advance } from '../../engine/advance.js';
import type { Affairs } from '../affairs.js';
import { insideOf } from './inside.js';
import { factsFor, take } from './move-interested.js';

/** Why the lead may not enter for now, in the form of a refusal. */
export interface Excluded {
  readonly detail: string;
  readonly text: string;
}

/**
 * Whether the campaign excludes one that the lead is inside of. Where that one excludes this one as
 * well, entering here leaves it, so nobody is shut out of both.
 */
export function excludedFrom(affairs: Affairs, { campaign, excludes = [] }: Plan): Excluded | undefined {
  const inside = insideOf(affairs);
  const other = affairs.enrolments.find(
    ({ campaign: name, plan }) => inside.has(name) && excludes.includes(name) && plan.excludes?.includes(campaign) !== true,
  );
  if (other === undefined) return undefined;
  return { detail: 'excluded', text: `Is in ${other.campaign}, which this campaign excludes.` };
}

/** Ends the lead's enrolments in campaigns that exclude the one it enters at this moment. */
export function leaveExcluding(affairs: Affairs, entered: string): void {
  // A copy: what ends is taken out of the list.
  for (const enrolment of affairs.enrolments.slice()) {
    const { plan, progress } = enrolment;
    if (plan.excludes?.includes(entered) !== true || progress.over !== undefined) continue;
    const facts = factsFor(affairs, enrolment);
    const displaced = { ...facts, enrolment: { ...facts.enrolment, displacedBy: entered } };
    take(affairs, enrolment, advance(plan, progress, displaced, affairs.now));
  }
}
