import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { PastSend } from '../types.js';

export type Cap = WorkspacePlan['caps'][number];

/** The cap that a further message would break, what fills it, and when there is room again (epoch ms). */
export interface Broken extends Cap {
  /** Oldest first; unsettled ones stand as of now. */
  readonly filledBy: readonly Counted[];
  readonly roomAt: number;
}

/** One message as caps count it. */
export interface Counted {
  /** Epoch ms. */
  readonly at: number;
  readonly settled: boolean;
}

/**
 * The marketing messages that caps count at `now`, oldest first, but for the one that is asked about.
 *
 * One that is claimed and not settled counts as now. One that nobody knows about counts as sent.
 */
export function countedSends(sends: readonly PastSend[], ownKey: string, now: number): readonly Counted[] {
  return sends
    .filter((send) => send.class === 'marketing' && send.key !== ownKey && counts(send))
    .map((send) => (isOpen(send) ? { at: now, settled: false } : { at: send.at, settled: true }))
    .filter(({ at }) => at <= now)
    .sort((first, second) => first.at - second.at);
}

/** Windows roll: a message counts for exactly `windowMs` after it was claimed or sent. */
export function within({ windowMs }: Cap, counted: readonly Counted[], now: number): readonly Counted[] {
  return counted.filter(({ at }) => at + windowMs > now);
}

/** Asks every cap about one more marketing message at `now`. */
export function brokenCap(caps: readonly Cap[], counted: readonly Counted[], now: number): Broken | undefined {
  let worst: Broken | undefined;
  for (const cap of caps) {
    const filledBy = within(cap, counted, now);
    const leaving = filledBy[filledBy.length - cap.count];
    if (leaving === undefined) continue;
    const roomAt = leaving.at + cap.windowMs;
    if (worst === undefined || roomAt > worst.roomAt) worst = { ...cap, filledBy, roomAt };
  }
  return worst;
}

function counts({ state }: PastSend): boolean {
  return state !== 'withdrawn' && state !== 'refused' && state !== 'held_out';
}

function isOpen({ state }: PastSend): boolean {
  return state === 'claimed' || state === 'under_way';
}
