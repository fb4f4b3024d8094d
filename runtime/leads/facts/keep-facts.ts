import { forgetFinishedEntries } from '../../store/entering/finished-entries.js';
import { forgetGoneWays } from '../../store/entering/gone-ways.js';
import { foldEvents, forgetMessages } from '../../store/facts/retention.js';
import { startWorkLoop } from '../../work-loop.js';
import type { WorkLoop } from '../../work-loop.js';
import type { LeadDesk } from '../lead-lock.js';
import { forgetIdle, newForgetting } from '../forgetting.js';
import { fadeDue, lookAtListed, rankDaily, tellAccountsOf } from './look-again.js';

/** How often word of accounts and lists is passed on, and points fade; each asks an index, mostly in vain. */
const oftenMs = 1_000;
/** How often somebody asks whether a day's work is due. */
const rarelyMs = 600_000;

/**
 * Keeps what expressions read in line with what changed outside of a lead's own events, from now on
 * until stopped. Several processes may do it at once.
 */
export function startKeepingFacts(
  desk: LeadDesk,
  {
    onError,
    onLooked,
    onForgotten = () => {},
  }: {
    readonly onError: (error: unknown) => void;
    readonly onLooked: () => void;
    /** Told how many leads were erased because nothing was heard of them for as long as they are kept. */
    readonly onForgotten?: (leads: number) => void;
  },
): WorkLoop {
  let rareAt = 0;
  const forgetting = newForgetting();
  const turn = async (): Promise<boolean> => {
    await tellAccountsOf(desk);
    await lookAtListed(desk);
    if ((await fadeDue(desk, desk.clock.now())) > 0) onLooked();
    if (performance.now() < rareAt) return false;
    rareAt = performance.now() + rarelyMs;
    await keepDaily(desk, desk.clock.now());
    const forgotten = await forgetIdle(desk, forgetting, desk.clock.now());
    if (forgotten > 0) onForgotten(forgotten);
    onLooked();
    return false;
  };
  return startWorkLoop(turn, { pauseMs: oftenMs, onError, restsFirst: true });
}

/** The work of a day: ranks of buyers, and what the workspace keeps no longer. `now` is epoch ms. */
export async function keepDaily(desk: LeadDesk, now: number): Promise<void> {
  await rankDaily(desk, now);
  await forgetGoneWays(desk.db);
  await forgetFinishedEntries(desk.db, now);
  const { eventsMs, messagesMs } = (await desk.releases.current(desk.db))?.workspace.retention ?? {};
  if (eventsMs !== undefined) await foldEvents(desk.db, now - eventsMs);
  if (messagesMs !== undefined) await forgetMessages(desk.db, now - messagesMs);
}
