import type { Channel } from '../../channels/channel.js';
import { startKeepingFacts } from '../../leads/facts/keep-facts.js';
import { queueOverdue } from '../../store/due.js';
import { tellsTasks } from '../in-force/ways-in-force.js';
import { startJudge } from '../loops/count-visits.js';
import { lookUpUnknown } from '../loops/look-up-unknown.js';
import { startReleaseLoop } from '../loops/release-loop.js';
import { startTaskTeller } from '../loops/tell-tasks.js';
import { startWorkLoop } from '../../work-loop.js';
import type { Foundation } from './foundation.js';
import type { Routing } from './router-part.js';

/** How often lost executions are looked for. */
const sweepMs = 60_000;
/** How often channels are asked about unknown messages. */
const lookUpMs = 600_000;

/** What is looked after again and again, where this process has the role of the router. */
export function startLoops(
  base: Foundation,
  { dispatcher, wakeAll }: Routing,
  { channelOf, publicUrl }: { channelOf(name: string): Channel; readonly publicUrl: string },
): void {
  const { clock, db, desk, releases, ends, workspace, runs, ownTime, onError, options } = base;
  const teller = startTaskTeller({ db, channelOf, publicUrl, onError, isAsked: () => runs('router') && tellsTasks(workspace()) });
  ends.push(() => teller.stop());
  if (!ownTime) return;
  every(sweepMs, base, () => sweep(base, dispatcher));
  const keeping = startKeepingFacts(desk, {
    onError,
    onLooked: () => dispatcher.notify(),
    ...(options.onForgotten === undefined ? {} : { onForgotten: options.onForgotten }),
  });
  ends.push(() => keeping.stop());
  const judge = startJudge(desk, { isAsked: () => workspace()?.links?.domain !== undefined, onError, onJudged: wakeAll });
  ends.push(() => judge.stop());
  const releasing = startReleaseLoop({ db, clock, releases }, { onError, onReleased: () => dispatcher.notify() });
  ends.push(() => releasing.stop());
  every(lookUpMs, base, () => lookUpUnknown(db, channelOf, clock));
}

function every(ms: number, { ends, onError }: Foundation, work: () => Promise<unknown>): void {
  const turn = async (): Promise<boolean> => {
    await work();
    return false;
  };
  const loop = startWorkLoop(turn, { pauseMs: ms, onError, restsFirst: true });
  ends.push(() => loop.stop());
}

/** A lost execution heals itself: who is overdue is told to Temporal again. */
async function sweep({ db, clock, metrics }: Foundation, dispatcher: Routing['dispatcher']): Promise<void> {
  const rescued = await queueOverdue(db, clock.now());
  metrics.rescued(rescued);
  if (rescued > 0) dispatcher.notify();
}
