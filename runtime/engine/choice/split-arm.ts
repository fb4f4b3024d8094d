import type { Arm, SplitStep } from '../../../compiler/plan/ir.js';
import { addDuration } from '../time/civil-time.js';
import type { Facts, SplitStanding } from '../types.js';
import { draw } from './draw.js';

/**
 * The arm a lead is in, always the same one; undefined for those who wait for the winner.
 *
 * By lot over lead, campaign and split: another split, or another campaign, draws anew.
 */
export function armOf({ id, arms, best }: SplitStep, campaign: string, leadId: string): Arm | undefined {
  const place = draw('split', leadId, campaign, id);
  let end = 0;
  for (const arm of arms) {
    end += arm.share;
    if (place < end) return arm;
  }
  // Thirds add up to a little less than one.
  return best === undefined ? arms.findLast(({ share }) => share > 0) : undefined;
}

/** When the winner is decided, in epoch ms: counted from the first lead that came to the split. */
export function winnerDueAt(
  best: Exclude<SplitStep['best'], undefined>,
  { beganAt }: SplitStanding,
  { zone }: Facts['workspace'],
): number {
  return addDuration(zone, beganAt, best.after);
}

/** What was counted of one arm: leads, and the sum over them of what is measured. */
export interface ArmCount {
  readonly arm: string;
  readonly leads: number;
  readonly sum: number;
}

/** The arm whose leads have most on average; the one of `else` where no other is better than all. */
export function bestArm({ arms, best }: SplitStep, counts: readonly ArmCount[]): string | undefined {
  const average = (name: string): number => {
    const count = counts.find(({ arm }) => arm === name);
    return count === undefined || count.leads === 0 ? 0 : count.sum / count.leads;
  };
  const most = Math.max(0, ...arms.map(({ name }) => average(name)));
  const leading = arms.filter(({ name }) => average(name) === most);
  const [first, ...others] = leading;
  return most > 0 && first !== undefined && others.length === 0 ? first.name : best?.else;
}
