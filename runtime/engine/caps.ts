import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { PastSend } from './types.js';

/** The cap that a further message would break, and when there is room again (epoch ms). */
export interface Broken {
  readonly count: number;
  readonly windowMs: number;
  readonly roomAt: number;
}

/**
 * Asks every cap about one more marketing message at `now`.
 *
 * Windows roll: a message counts for exactly `windowMs` after it was claimed or sent. One that is
 * claimed and not settled counts as now, and so does one that nobody knows about.
 */
export function brokenCap(
  caps: WorkspacePlan['caps'],
  sends: readonly PastSend[],
  ownKey: string,
  now: number,
): Broken | undefined {
  const moments = sends
    .filter((send) => send.class === 'marketing' && send.key !== ownKey && counts(send))
    .map((send) => (isOpen(send) ? now : send.at))
    .sort((first, second) => first - second);
  let worst: Broken | undefined;
  for (const { count, windowMs } of caps) {
    const within = moments.filter((at) => at + windowMs > now && at <= now);
    if (within.length < count) continue;
    const leaving = within[within.length - count];
    if (leaving === undefined) continue;
    const roomAt = leaving + windowMs;
    if (worst === undefined || roomAt > worst.roomAt) worst = { count, windowMs, roomAt };
  }
  return worst;
}

function counts({ state }: PastSend): boolean {
  return state !== 'withdrawn' && state !== 'refused';
}

function isOpen({ state }: PastSend): boolean {
  return state === 'claimed' || state === 'under_way';
}
