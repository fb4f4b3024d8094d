import type { Rollout } from '../../../compiler/plan/ir.js';
import type { Clock } from '../../clock.js';
import type { Database } from '../../store/database.js';
import { sayControl } from '../../store/edits/controls.js';
import type { RolloutCount } from '../../store/edits/rollouts.js';
import { countRollouts } from '../../store/edits/rollouts.js';
import type { Releases } from '../../store/releases.js';

/**
 * Shares are taken of at least so many messages: of the first ten one bounce is ten percent, and
 * says nothing.
 */
const leastSent = 100;
/** One alone may be chance, however small the share that is allowed. */
const leastTimes = 2;

/** Why the campaign has to be held by its own rollout; undefined where it may go on. */
export function brakeOf({ holdWhen }: Pick<Rollout, 'holdWhen'>, counted: RolloutCount): string | undefined {
  for (const { metric, above } of holdWhen) {
    const times = counted[metric];
    if (times < leastTimes || times <= above * Math.max(counted.sent, leastSent)) continue;
    return `${times} ${metric} of ${counted.sent} messages, over ${Number((above * 100).toFixed(4))}%`;
  }
  return undefined;
}

/**
 * Holds every campaign whose rollout says so by now.
 *
 * @returns their names
 */
export async function brakeRollouts(db: Database, releases: Releases, clock: Clock): Promise<readonly string[]> {
  const release = await releases.current(db);
  const rollouts = new Map(
    [...(release?.campaigns.values() ?? [])].flatMap(({ name, plan, retired }) =>
      retired || plan.rollout === undefined || plan.rollout.holdWhen.length === 0 ? [] : [[name, plan.rollout] as const],
    ),
  );
  const held: string[] = [];
  for (const counted of await countRollouts(db, [...rollouts.keys()])) {
    const rollout = rollouts.get(counted.campaign);
    const reason = rollout === undefined ? undefined : brakeOf(rollout, counted);
    if (reason === undefined) continue;
    const { campaign } = counted;
    await sayControl(db, { campaign, state: 'held', saidBy: 'rollout', reason, since: clock.now() });
    held.push(campaign);
  }
  return held;
}
