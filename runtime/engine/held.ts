import type { Facts, Progress, Reason } from './types.js';
import type { Move } from './steps/move.js';

/** What was said of the lead's campaign at the controls. */
export interface Controlled {
  readonly state: 'held' | 'stopped';
  /** Why, in the words of whoever said it. */
  readonly reason: string;
}

/**
 * Whether the lead has to stand where it is: its campaign is held, or it was when the lead wanted
 * to go on, and nobody has let it go since.
 */
export function isHeld({ held }: Progress, { control }: Facts): boolean {
  return held === true || control?.state === 'held';
}

/**
 * Stands until it is let go. Ways out and the goal are still open; its moment is kept, so that it
 * goes on from there.
 */
export function standHeld(progress: Progress, facts: Facts, now: number): Move {
  return { progress: { ...progress, held: true }, reasons: reasonsOf(progress, facts, now), rest: { kind: 'wait' } };
}

/** A message that was claimed and has not left: it is taken back, and the lead stays on its step. */
export function holdBack({ step, since, claim: _claim, ...kept }: Progress, key: string, facts: Facts, now: number): Move {
  const standing = { ...kept, step, since };
  return {
    ...standHeld(standing, facts, now),
    effects: [{ kind: 'withdraw', key, reason: 'The campaign is held.' }],
  };
}

/** One sentence, also for what the gate says of a message. */
export function heldText({ control }: Facts): string {
  return control === undefined ? 'Held; waits for its turn.' : `Held: ${control.reason}.`;
}

function reasonsOf({ step, held }: Progress, facts: Facts, at: number): readonly Reason[] {
  if (held === true) return [];
  return [{ code: 'held', ...(step === null ? {} : { step }), detail: 'hold', text: heldText(facts), at }];
}
