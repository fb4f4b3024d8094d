import type { Plan, SplitStep } from '../../compiler/plan/ir.js';
import type { ArmCount } from '../engine/choice/split-arm.js';
import { bestArm, winnerDueAt } from '../engine/choice/split-arm.js';
import type { Facts, SplitStanding } from '../engine/types.js';
import type { LoadedRelease } from '../store/releases.js';
import type { SplitRow } from '../store/winners.js';
import { decideWinner, readSplits } from '../store/winners.js';
import type { Transaction } from '../store/transaction.js';
import { countArms } from './count-arms.js';
import type { LeadDesk } from './lead-lock.js';

/**
 * How the splits of a campaign stand at `now` (epoch ms); of a plan without a winner nothing is read.
 *
 * A winner whose time has come is decided here, from what is in the database at this moment, and
 * stored: whoever comes later reads it. Two leads that decide at once decide alike, or the first counts.
 */
export async function splitsOf(
  tx: Transaction,
  desk: LeadDesk,
  plan: Plan,
  release: LoadedRelease,
  now: number,
): Promise<Pick<Facts, 'splits'>> {
  const awaited = plan.steps.filter((step): step is SplitStep => step.kind === 'split' && step.best !== undefined);
  if (awaited.length === 0) return {};
  const rows = await readSplits(tx, plan.campaign);
  const standings: [string, SplitStanding][] = [];
  for (const step of awaited) {
    const row = rows.find((one) => one.step === step.id);
    if (row === undefined) continue;
    const decided = isDue(step, row, release, now) ? await decide(tx, desk, plan, step, release, now) : row;
    standings.push([step.id, standingOf(decided ?? row)]);
  }
  return { splits: Object.fromEntries(standings) };
}

function isDue({ best }: SplitStep, { beganAt, winner }: SplitRow, { workspace }: LoadedRelease, now: number): boolean {
  return winner === null && best !== undefined && winnerDueAt(best, { beganAt }, workspace) <= now;
}

async function decide(
  tx: Transaction,
  desk: LeadDesk,
  plan: Plan,
  step: SplitStep,
  release: LoadedRelease,
  now: number,
): Promise<SplitRow | undefined> {
  const counts = await countArms(tx, desk, plan, step, release, now);
  const winner = bestArm(step, counts) ?? null;
  return decideWinner(tx, plan.campaign, { step: step.id, winner, counts }, now);
}

function standingOf({ beganAt, winner, counts }: SplitRow): SplitStanding {
  if (winner === null) return { beganAt };
  return { beganAt, winner: { arm: winner, text: `The arm "${winner}" won: ${(counts ?? []).map(inWords).join(', ')}.` } };
}

function inWords({ arm, leads, sum }: ArmCount): string {
  return `${arm} ${Number.isInteger(sum) ? sum : sum.toFixed(2)} of ${leads}`;
}
