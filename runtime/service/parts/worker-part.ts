import type { Channel } from '../../channels/channel.js';
import { createActions } from '../../leads/actions.js';
import { createAdvance } from '../../leads/advance-enrolment.js';
import { createClaims } from '../../leads/claims.js';
import type { Said } from '../../operations/tracing/tracing.js';
import { createAct } from '../../temporal/act.activity.js';
import { actionQueue, channelQueue } from '../../temporal/contract.js';
import type { LocalActivities, Next } from '../../temporal/contract.js';
import { createDeliver } from '../../temporal/deliver.activity.js';
import type { Dispatcher } from '../../temporal/dispatcher.js';
import type { RunningWorker } from '../../temporal/worker.js';
import { startWorker } from '../../temporal/worker.js';
import { createAttempts } from '../attempt-actions.js';
import { mayReach } from '../in-force/environment-in-force.js';
import { actTimes, queuesInForce } from '../in-force/ways-in-force.js';
import { renderClaims } from '../render-claims.js';
import { idleWorker } from '../roles.js';
import { tracedClaims } from '../traced-claims.js';
import type { Foundation } from './foundation.js';

export interface Handing {
  channelOf(name: string): Channel;
  readonly publicUrl: string;
  readonly dispatcher: Dispatcher;
  /** Told after each look at an enrolment. */
  looked(): void;
}

/** Decides about leads and hands over, where this process has that role. */
export async function startHanding(base: Foundation, { channelOf, publicUrl, dispatcher, looked }: Handing): Promise<RunningWorker> {
  const { options, clock, db, desk, refs, plugins, tokens, metrics, tracing, ends, workspace, secretOf, runs } = base;
  const { address, namespace, ...secure } = options.temporal;
  const claims = renderClaims(createClaims({ desk, refs }), {
    unsubscribe: (userId, topic) => `${publicUrl}/u/${tokens.unsubscribe.make(userId, topic)}`,
    confirm: (asked) => `${publicUrl}/confirm/${tokens.confirm.make(asked)}`,
  });
  const attempts = createAttempts({
    actions: createActions({ desk, refs }),
    plugins,
    secretOf,
    virtual: clock.virtual,
    mayAct: ({ email }) => mayReach(options.environment, workspace(), email),
    ...(options.logPlugin === undefined ? {} : { log: options.logPlugin }),
  });
  let serve: RunningWorker['serve'] = async () => {};
  const look = createAdvance({ desk, refs, queueOf: channelQueue, actOn: (action) => ({ queue: actionQueue, ...actTimes(plugins.registry(), action) }) });
  const advance: LocalActivities['advance'] = async ({ enrolmentId, epoch }) => {
    const began = performance.now();
    const next = await look(enrolmentId, epoch);
    metrics.advanced(next.kind, performance.now() - began);
    tracing.note(saidOf(next));
    await plugins.use(workspace()?.plugins ?? []);
    // A channel that came with a release after the start.
    if (next.kind !== 'wait' && next.kind !== 'end') await serve([next.queue]);
    // What one lead's look sets may have woken the same lead elsewhere.
    dispatcher.notify();
    looked();
    return next;
  };
  const start = runs('worker') ? startWorker : async () => idleWorker;
  const worker = await start({
    address,
    namespace,
    secure,
    activities: { advance },
    deliver: createDeliver(tracedClaims(claims, tracing), channelOf),
    act: createAct(attempts),
    interceptors: tracing.interceptors.activity,
    ...(options.payloadCodec === undefined ? {} : { payloadCodec: options.payloadCodec }),
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  ends.push(() => worker.stop());
  serve = (queues) => worker.serve(queues);
  await serve(await queuesInForce(db, workspace()));
  return worker;
}

/** `name` is campaign and step. */
function saidOf(next: Next): Said {
  if (next.kind === 'wait' || next.kind === 'end') return { next: next.kind };
  const [, step = ''] = next.name.split('/');
  return { next: next.kind, step };
}
