import type { Progress } from '../../engine/types.js';
import type { LoadedRelease } from '../../store/releases.js';

/** Whether a newer plan says that this lead goes on otherwise; see `moveLeads`. */
export function isToMove(
  { moves }: LoadedRelease,
  { planHash, progress }: { readonly planHash: string; readonly progress: Progress },
): boolean {
  if (moves.size === 0 || progress.claim !== undefined || progress.over !== undefined) return false;
  return moves.has(`${planHash}/${progress.step}`);
}
