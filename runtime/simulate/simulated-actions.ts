import type { Progress } from '../engine/types.js';

/** The lead whose action is done: in a simulation each is, at once. */
export function doneAt(progress: Progress, now: number): Progress {
  const { pending } = progress;
  if (pending?.kind !== 'action') return progress;
  return { ...progress, pending: { ...pending, result: { kind: 'done', at: now } } };
}
