import type { VirtualClock } from '../clock.js';

/** What the conductor needs of a running system. */
export interface Orchestra {
  /** The earliest moment at which a lead wants to be looked at; epoch ms. */
  nextDue(): Promise<number | undefined>;
  /** Wakes everyone due at `now` or before; the number woken. */
  wakeDue(now: number): Promise<number>;
  /** Resolves when every event is worked in, every message settled, and every lead rests again. */
  rest(): Promise<void>;
}

/** Things that happen at one moment of virtual time. */
export interface Moment {
  /** Epoch ms. */
  readonly at: number;
  /** Resolves once the system has accepted all of it. */
  play(): Promise<void>;
}

export interface Conducting {
  readonly clock: VirtualClock;
  readonly orchestra: Orchestra;
  /** In order of time. */
  readonly moments: readonly Moment[];
  /** Epoch ms; nothing later is played or woken. */
  readonly until: number;
  /** Called after each move of the clock. */
  readonly onMove?: (now: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Moves virtual time from one moment at which something happens to the next.
 *
 * It goes on only when the leads concerned rest again, so nothing is early or late however slow
 * the machine is. Of an event and a timer at one moment the event is worked in first.
 */
export async function conduct({ clock, orchestra, moments, until, onMove, signal }: Conducting): Promise<void> {
  let played = 0;
  for (;;) {
    signal?.throwIfAborted();
    const script = moments[played]?.at ?? Number.POSITIVE_INFINITY;
    const next = Math.min(script, (await orchestra.nextDue()) ?? Number.POSITIVE_INFINITY);
    if (next > until) break;
    clock.moveTo(Math.max(next, clock.now()));
    onMove?.(clock.now());
    while (played < moments.length && (moments[played]?.at ?? 0) <= clock.now()) {
      await moments[played]?.play();
      played += 1;
    }
    if (script <= clock.now()) await orchestra.rest();
    if ((await orchestra.wakeDue(clock.now())) > 0) await orchestra.rest();
  }
  clock.moveTo(Math.max(until, clock.now()));
}
