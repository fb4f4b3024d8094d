import { sweepOne } from '../../leads/bulk/sweep.js';
import { workDue } from '../../leads/bulk/work-due.js';
import type { LeadDesk } from '../../leads/lead-lock.js';
import { takeDueEntries, takeDueOf } from '../../store/entering/due-entries.js';
import { startWorkLoop } from '../../work-loop.js';

const pauseMs = 250;
/** How many dues are taken at a time. */
const batchSize = 500;
/** How many leads are worked on at once; each takes a connection. Events come first: the router has more. */
const concurrency = 4;

/**
 * Lets leads in whose moment has come, and goes through all leads for ways in that are new, from now
 * on until stopped. Several processes share the work.
 */
export function startDueLoop(
  desk: LeadDesk,
  { onError, onWorked }: { readonly onError: (error: unknown) => void; readonly onWorked: () => void },
): { stop(): Promise<void> } {
  const dues = async (): Promise<boolean> => {
    const entries = await takeDueEntries(desk.db, desk.clock.now(), Date.now(), batchSize);
    if (entries.length === 0) return false;
    if ((await workDue(desk, entries, { concurrency, onFailure: onError })) > 0) onWorked();
    return true;
  };
  const sweeps = (isStopped: () => boolean): Promise<boolean> => sweepOne(desk, () => Date.now(), isStopped);
  const loops = [dues, sweeps].map((turn) => startWorkLoop(turn, { pauseMs, onError }));
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** All that is to be gone through, for whoever moves time himself. */
export async function sweepAll(desk: LeadDesk): Promise<void> {
  while (await sweepOne(desk, () => Date.now())) continue;
}

/** What is due of these leads at their own moments. */
export async function workDueOf(desk: LeadDesk, leads: readonly { readonly lead: number; readonly at: number }[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const onFailure = (error: unknown): void => {
    failure = { error };
  };
  await workDue(desk, await takeDueOf(desk.db, leads), { concurrency: 8, onFailure });
  if (failure !== undefined) throw failure.error;
}
