import { dayMs } from '../time/civil-time.js';
import type { Counted } from './caps.js';
import { brokenCap } from './caps.js';
import type { Facts, Progress } from '../types.js';

/** How often a lead wants marketing, by its own word (domain.md N-16); without one, as it comes. */
export interface Wishes {
  /** At most one message in seven days, of all campaigns and channels together. */
  readonly weekly?: boolean;
  /** Epoch ms: nothing until then. */
  readonly pausedUntil?: number;
}

/** The built-in event that says so. */
export const frequencyEvent = 'frequency_chosen';

export const weekMs = 7 * dayMs;
/** A pause ends by itself; who wants it longer says so again, or unsubscribes. */
export const pauseMs = 30 * dayMs;

/** What one event says: what it does not name stays as it was. */
export interface Wish {
  readonly weekly?: boolean;
  readonly pause?: boolean;
}

/** Reads `at_most: weekly | any` and `pause: true | false`; anything else says nothing. */
export function wishIn(properties: Readonly<Record<string, unknown>>): Wish {
  const { at_most: most, pause } = properties;
  return {
    ...(most === 'weekly' || most === 'any' ? { weekly: most === 'weekly' } : {}),
    ...(typeof pause === 'boolean' ? { pause } : {}),
  };
}

/** The wishes once the lead has said `wish` at that moment (epoch ms). */
export function afterWish({ weekly, pausedUntil }: Wishes, wish: Wish, at: number): Wishes {
  const paused = wish.pause === undefined ? pausedUntil : wish.pause ? at + pauseMs : undefined;
  return {
    ...((wish.weekly ?? weekly) === true ? { weekly: true } : {}),
    ...(paused === undefined ? {} : { pausedUntil: paused }),
  };
}

/** Whether a lead stands where it stands because it asked for that itself. */
export function isHeldByWish({ hold }: Progress): boolean {
  return hold?.detail === 'paused' || hold?.detail === 'how_often';
}

/** The hold, over now where the lead has taken back what it asked for. */
export function liftedByWish(hold: Progress['hold'], { lead: { wishes = {} } }: Facts, now: number): Progress['hold'] {
  if (hold === undefined || hold.until <= now) return hold;
  const lifted = (hold.detail === 'paused' && (wishes.pausedUntil ?? now) <= now) || (hold.detail === 'how_often' && wishes.weekly !== true);
  return lifted ? { ...hold, until: now } : hold;
}

/** Until when the lead's own week is full; `counted` are marketing messages, oldest first. */
export function weekIsFull({ weekly }: Wishes, counted: readonly Counted[], now: number): { readonly since: number; readonly until: number } | undefined {
  if (weekly !== true) return undefined;
  const broken = brokenCap([{ count: 1, windowMs: weekMs }], counted, now);
  const last = broken?.filledBy.at(-1);
  return broken === undefined || last === undefined ? undefined : { since: last.at, until: broken.roomAt };
}
