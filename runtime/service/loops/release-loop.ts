import type { Clock } from '../../clock.js';
import { brakeRollouts } from '../../leads/edits/braking.js';
import type { Database } from '../../store/database.js';
import { releaseNext } from '../../store/edits/controls.js';
import { endStopped } from '../../store/edits/endings.js';
import { moveNext } from '../../store/edits/moves.js';
import { renameStored } from '../../store/edits/names.js';
import type { Releases } from '../../store/releases.js';
import { inTransaction } from '../../store/transaction.js';
import { startWorkLoop } from '../../work-loop.js';
import type { WorkLoop } from '../../work-loop.js';

export interface ReleaseDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly releases: Releases;
}

/** A turn a second; a batch each keeps locks short and Temporal's queue too. */
const turnMs = 1_000;
const batch = 1_000;
/** Counting the messages of a rollout reads all of them. */
const brakeEveryMs = 10_000;

/**
 * One turn of what has to be done about leads that are held no longer, whose campaign was stopped,
 * edited or renamed: one bounded batch each. All of it is found by asking who is left, so that
 * nobody is stranded, whatever was killed when.
 *
 * @returns how many leads were let go, ended, moved and renamed
 */
export async function releaseTurn({ db, clock }: Pick<ReleaseDeps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now();
  const released = await releaseNext(db, batch, now);
  const ended = await endStopped(db, batch, now);
  const moved = await moveNext(db, batch, now);
  const renamed = await inTransaction(db, (tx) => renameStored(tx, 10 * batch));
  return released + ended + moved + renamed;
}

/** Takes a turn a second until it is stopped. */
export function startReleaseLoop(
  deps: ReleaseDeps,
  { onError, onReleased }: { readonly onError: (error: unknown) => void; readonly onReleased: () => void },
): WorkLoop {
  let brakedAt = Number.NEGATIVE_INFINITY;
  const turn = async (): Promise<boolean> => {
    if (performance.now() - brakedAt > brakeEveryMs) {
      brakedAt = performance.now();
      await brakeRollouts(deps.db, deps.releases, deps.clock);
    }
    if ((await releaseTurn(deps)) > 0) onReleased();
    return false;
  };
  return startWorkLoop(turn, { pauseMs: turnMs, onError });
}
