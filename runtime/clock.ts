/**
 * The one clock, given to everything that asks for `now`.
 *
 * `virtual` says that time stands still between moves: then nothing may count as due early, and
 * an event's own timestamp is taken as it stands.
 */
export interface Clock {
  readonly virtual: boolean;
  /** Epoch ms, UTC. */
  now(): number;
}

export const realClock: Clock = { virtual: false, now: () => Date.now() };

/** A clock that moves only when told, and never back. */
export interface VirtualClock extends Clock {
  readonly virtual: true;
  moveTo(ms: number): void;
}

export function createVirtualClock(start: number): VirtualClock {
  let current = start;
  return {
    virtual: true,
    now: () => current,
    moveTo(ms) {
      if (ms < current) throw new Error(`the virtual clock cannot go back from ${current} to ${ms}`);
      current = ms;
    },
  };
}
