import type { PastEvent } from './types.js';

/** The event of a lead that comes back. */
export const reopenedEvent = 'reopened';

/** What tells that a person has judged a lead. */
export const judgedEvent = 'task_completed';

/** How long a lead has to be quiet for that (domain.md H-13). */
export const quietForMs = 30 * 86_400_000;

/** An event that gave points for pain. */
export interface ScoredAct {
  /** Epoch ms. */
  readonly at: number;
  /** When the last one before it happened; undefined where there was none. */
  readonly before: number | undefined;
  /** Since when the score was at or over the target just before; null where it was below. */
  readonly readySince: number | null;
}

/**
 * Whether a lead that was judged not ready is active again after a long silence. The score judges
 * who is below the target; of whom it called ready, a person who has answered a task since.
 */
export function isReopened({ at, before, readySince }: ScoredAct, events: readonly PastEvent[]): boolean {
  if (before === undefined || at - before < quietForMs) return false;
  return readySince === null || events.some((event) => event.name === judgedEvent && event.at >= readySince && event.at <= at);
}
