/**
 * The one clock, given to everything that asks for `now`.
 *
 * `virtual` says that time stands still between moves: then nothing may count as due early, and
 * an event's own timestamp is taken as it stands.
 */
export interface Clock {
  readonly virtual: boolean;
  /**
   * Epoch ms, UTC. Whoever works on a lead names it: under a virtual clock leads walk through
   * time side by side, each from moment to moment of its own.
   */
  now(leadId?: number): number;
}

export const realClock: Clock = { virtual: false, now: () => Date.now() };

/** A clock that moves only when told, and never back. */
export interface VirtualClock extends Clock {
  readonly virtual: true;
  /** Moves the front: what `now` says of nobody in particular. */
  moveTo(ms: number): void;
  /** Moves one lead's time; the front follows. */
  moveLead(leadId: number, ms: number): void;
}

export function createVirtualClock(start: number): VirtualClock {
  let front = start;
  const leads = new Map<number, number>();
  const forward = (from: number, to: number): number => {
    if (to < from) throw new Error(`the virtual clock cannot go back from ${from} to ${to}`);
    return to;
  };
  return {
    virtual: true,
    now: (leadId) => (leadId === undefined ? front : (leads.get(leadId) ?? front)),
    moveTo(ms) {
      front = forward(front, ms);
    },
    moveLead(leadId, ms) {
      leads.set(leadId, forward(leads.get(leadId) ?? start, ms));
      front = Math.max(front, ms);
    },
  };
}
