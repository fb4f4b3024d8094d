import type { Plan } from '../../../compiler/plan/ir.js';
import type { Progress } from '../../engine/types.js';

/** One enrolment of either lead, as far as it takes to choose. */
export interface Standing {
  readonly id: string;
  readonly campaign: string;
  readonly entryKey: string;
  readonly enteredAt: number;
  readonly progress: Progress;
  readonly ending: string | null;
  /** Messages that left or may have. */
  readonly messages: number;
}

/**
 * Which enrolments of one person come to an end because another one of the same campaign and entry
 * is further: one that has ended, else the one at a later step, else the one that has sent more.
 * Nobody is in a campaign twice at once, by whatever entry.
 *
 * Those that are kept come to their messages later than the others, so no mail leaves twice.
 */
export function behindOthers(standings: readonly Standing[], planOf: (id: string) => Plan | undefined): readonly Standing[] {
  const rank = (one: Standing): number => {
    if (!isOpen(one)) return Number.POSITIVE_INFINITY;
    return planOf(one.id)?.steps.findIndex(({ id }) => id === one.progress.step) ?? -1;
  };
  const best = standings.toSorted(
    (a, b) => compare(rank(b), rank(a)) || b.messages - a.messages || a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1),
  );
  const kept: Standing[] = [];
  const behind: Standing[] = [];
  for (const one of best) {
    const rival = kept.some(
      (other) =>
        other.campaign === one.campaign && (other.entryKey === one.entryKey || (isOpen(other) && isOpen(one))),
    );
    (rival ? behind : kept).push(one);
  }
  return behind;
}

/** Who only waits for a message that is under way has left. */
function isOpen({ ending, progress }: Standing): boolean {
  return ending === null && progress.over === undefined;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
