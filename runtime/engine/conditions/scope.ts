import type { FurtherFacts } from '../further-facts.js';
import { furtherOf } from '../further-facts.js';
import type { Facts, PastEvent, PastSend, Score } from '../types.js';

/** What an expression may look at. `entry` is absent where nobody has entered yet. */
export interface Scope extends FurtherFacts {
  readonly campaign: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly score: Score;
  /** Epoch ms. */
  readonly now: number;
  readonly entry?: PastEvent;
  readonly enteredAt?: number;
  /** The event under test: in `where`, and in the ways in. */
  readonly event?: PastEvent;
  readonly events: readonly PastEvent[];
  readonly sends: readonly PastSend[];
}

export function scopeOf(campaign: string, facts: Facts, now: number): Scope {
  return {
    campaign,
    attributes: facts.lead.attributes,
    score: facts.lead.score,
    now,
    entry: facts.enrolment.entry,
    enteredAt: facts.enrolment.enteredAt,
    events: facts.events,
    sends: facts.sends,
    ...furtherOf(facts),
  };
}

/** Whether the event came after the entry: at a later moment, or in the same one but later in line. */
export function isSinceEntry(event: PastEvent, entry: PastEvent, enteredAt: number): boolean {
  if (event.at !== enteredAt) return event.at > enteredAt;
  return event.seq > entry.seq;
}
