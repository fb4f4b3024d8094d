import type { Client } from '@temporalio/client';
import type { LeadDesk } from '../leads/lead-lock.js';
import type { Database } from '../store/database.js';
import { readBacklog } from '../store/reports/backlog.js';
import type { Dispatcher } from '../temporal/dispatcher.js';
import type { RunningWorker } from '../temporal/worker.js';
import { openChannels } from './parts/channels-part.js';
import type { Ends } from './parts/foundation.js';
import { layFoundation } from './parts/foundation.js';
import { startIntake } from './parts/ingest-part.js';
import { startLoops } from './parts/start-loops.js';
import { startRouting } from './parts/router-part.js';
import { startHanding } from './parts/worker-part.js';
import { unreadyParts } from './roles.js';
import type { ServiceOptions } from './service-options.js';

export interface Service {
  readonly db: Database;
  readonly client: Client;
  /** Empty where this process takes nothing in. */
  readonly ingestUrl: string;
  readonly desk: LeadDesk;
  /** Calls `listener` after every look at an enrolment; one listener, for whoever moves time himself. */
  onLook(listener: () => void): void;
  readonly dispatcher: Dispatcher;
  /** Resolves with the reason when the worker has ended for good: only a new start helps. */
  readonly failed: Promise<Error>;
  /** What keeps this process from doing its part at this moment; nothing: it is ready. */
  unready(): Promise<readonly string[]>;
  /** First takes nothing in any more, and answers what it has begun to take in. Then ends everything, the last that was begun first, in bounded time also where servers are away. */
  stop(): Promise<void>;
}

/**
 * Starts ingest, router, dispatcher and worker in this process, against servers that run.
 *
 * @throws when a server is out of reach or the ingest port is taken (`EADDRINUSE`); then nothing
 * is left running
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const ends: Ends = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end().catch(options.onError);
  };
  try {
    const parts = await startParts(options, ends);
    return { ...parts, unready: async () => (stopping ? ['it is being stopped'] : parts.unready()), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each part puts its end on `ends` as soon as it is begun. */
async function startParts(options: ServiceOptions, ends: Ends): Promise<Omit<Service, 'stop'>> {
  let looked = (): void => {};
  const base = await layFoundation(options, ends);
  const { db, client, connection, desk, clock, metrics } = base;
  const routing = await startRouting(base);
  const { dispatcher } = routing;
  const { ingestUrl, publicUrl, close } = await startIntake(base, routing);
  const channelOf = await openChannels(base, publicUrl);
  const worker = await startHanding(base, { channelOf, publicUrl, dispatcher, looked: () => looked() });
  startLoops(base, routing, { channelOf, publicUrl });
  metrics.gauge({ backlog: () => readBacklog(db, clock.now()), workers: () => worker.states() });
  // The last that was begun ends first.
  ends.push(close);

  return {
    db,
    client,
    ingestUrl,
    desk,
    onLook(listener) {
      looked = listener;
    },
    dispatcher,
    failed: failureOf(worker),
    unready: () => unreadyParts(db, connection, worker),
  };
}

function failureOf({ done }: RunningWorker): Promise<Error> {
  return new Promise((resolve) => {
    done.catch((reason: unknown) => resolve(reason instanceof Error ? reason : new Error(String(reason))));
  });
}
