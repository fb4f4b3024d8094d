import { createHash } from 'node:crypto';

/** The first 48 bits of SHA-256 of the parts, as a whole number: the same on every machine. */
export function stableHash(...parts: readonly string[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUIntBE(0, 6);
}

/** A lead's place in a window of `sizeMs`, in whole minutes where the window has any. */
export function placeInWindow(sizeMs: number, ...parts: readonly string[]): number {
  const grain = sizeMs >= 60_000 ? 60_000 : 1;
  return (stableHash(...parts) % Math.max(1, Math.floor(sizeMs / grain))) * grain;
}

/**
 * The key of a send: never of plan version, run or attempt, so that no retry can send twice.
 *
 * `occurrence` is the round of a repeat: it may send the same step again.
 */
export function sendKey(enrolmentId: string, stepId: string, occurrence: number | string = 1): string {
  return createHash('sha256').update(JSON.stringify([enrolmentId, stepId, occurrence])).digest('hex').slice(0, 40);
}
