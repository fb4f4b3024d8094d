import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { createSmtpChannel } from '../channels/email/smtp.channel.js';
import type { Clock } from '../clock.js';
import { createIngest } from '../ingest/ingest-server.js';
import { createUnsubscribeTokens } from '../ingest/unsubscribe-token.js';
import { createAdvance } from '../leads/advance-enrolment.js';
import { createClaims } from '../leads/claims.js';
import { createEnrolmentRefs } from '../leads/enrolment-refs.js';
import type { LeadDesk } from '../leads/lead-lock.js';
import { createLeadDesk } from '../leads/lead-lock.js';
import type { Router } from '../leads/absorbing/router.js';
import { startRouter } from '../leads/absorbing/router.js';
import type { Database } from '../store/database.js';
import { openDatabase } from '../store/database.js';
import { queueOverdue } from '../store/due.js';
import { appendEvents } from '../store/events.js';
import { outboxDone, outboxFailed, takeOutbox } from '../store/outbox.js';
import { createReleases } from '../store/releases.js';
import { channelDeadlineMs, emailQueue } from '../temporal/contract.js';
import { createDeliver } from '../temporal/deliver.activity.js';
import type { Dispatcher, Outbox } from '../temporal/dispatcher.js';
import { startDispatcher } from '../temporal/dispatcher.js';
import type { RunningWorker } from '../temporal/worker.js';
import { startWorker } from '../temporal/worker.js';
import { renderClaims } from './render-claims.js';

export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly smtp: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  /** What unsubscribe links are made with; the same for every process and for years. */
  readonly secret: string;
  readonly writeKeys: readonly string[];
  readonly ingest: { readonly host: string; readonly port: number };
  /** Where people reach the ingest API: the root of unsubscribe links. Its own address when left out. */
  readonly publicUrl?: string;
  /** Executions kept in memory; each costs about half a MB. */
  readonly maxCachedWorkflows?: number;
  /** Told of what went wrong and is tried again. */
  readonly onError: (error: unknown) => void;
}

export interface Service {
  readonly db: Database;
  readonly client: Client;
  readonly ingestUrl: string;
  readonly desk: LeadDesk;
  /** Calls `listener` after every look at an enrolment; one listener, for whoever moves time himself. */
  onLook(listener: () => void): void;
  readonly dispatcher: Dispatcher;
  /** Resolves with the reason when the worker has ended for good: only a new start helps. */
  readonly failed: Promise<Error>;
  /** Ends everything, the last that was begun first, in bounded time also where servers are away. */
  stop(): Promise<void>;
}

/** How often lost executions are looked for. */
const sweepMs = 60_000;
/** The longest a failed call to Temporal waits for its next turn. */
const longestBackOffMs = 60_000;

/**
 * Starts ingest, router, dispatcher and worker in this process, against servers that run.
 *
 * @throws when a server is out of reach or the ingest port is taken (`EADDRINUSE`); then nothing
 * is left running
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end().catch(options.onError);
  };
  try {
    return { ...(await startParts(options, ends)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Puts the end of each part on `ends` as soon as it is begun. */
async function startParts(options: ServiceOptions, ends: (() => Promise<void>)[]): Promise<Omit<Service, 'stop'>> {
  const { clock, onError, temporal } = options;
  const db = openDatabase(options.databaseUrl, { max: 16 });
  ends.push(() => db.close());
  // Few tries: the outbox has a back-off of its own, and one that outlives the connection is a fault.
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))];
  const connection = await Connection.connect({ address: temporal.address, interceptors });
  ends.push(() => connection.close());
  const client = new Client({ connection, namespace: temporal.namespace });
  const releases = createReleases();
  const desk = createLeadDesk({ db, clock, releases });
  const refs = createEnrolmentRefs(db);
  const tokens = createUnsubscribeTokens(options.secret);

  const dispatcher = startDispatcher(client, outboxOf(db), onError);
  ends.push(() => dispatcher.stop());
  // Who moves time himself also says when events are worked in.
  const router: Router = clock.virtual
    ? idleRouter
    : startRouter(desk, { onError, onAbsorbed: () => dispatcher.notify() });
  ends.push(() => router.stop());
  const ingest = await createIngest({
    clock,
    writeKeys: options.writeKeys,
    schema: () => releases.known()?.workspace.schema ?? noSchema,
    append: async (items) => {
      const results = await appendEvents(db, items, clock.now());
      router.notify();
      return results;
    },
    unsubscribe: tokens,
  });
  ends.push(() => closeQuickly(ingest));
  // Loaded before the first request, so that its warnings are right.
  await releases.current(db);
  const ingestUrl = await ingest.listen(options.ingest);
  const publicUrl = options.publicUrl ?? ingestUrl;

  const channel = createSmtpChannel({ ...options.smtp, deadlineMs: channelDeadlineMs, connections: 10 });
  ends.push(() => channel.close());
  const claims = renderClaims(createClaims({ desk, refs }), (userId, topic) => `${publicUrl}/u/${tokens.make(userId, topic)}`);
  let looked: () => void = () => {};
  const advance = createAdvance({ desk, refs, queues: { email: emailQueue } });
  const worker = await startWorker({
    address: temporal.address,
    namespace: temporal.namespace,
    activities: {
      async advance({ enrolmentId, epoch }) {
        const next = await advance(enrolmentId, epoch);
        // What one lead's look sets may have woken the same lead elsewhere.
        dispatcher.notify();
        looked();
        return next;
      },
    },
    deliver: createDeliver(claims, channel),
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  ends.push(() => worker.stop());
  if (!clock.virtual) {
    const sweep = startSweep(db, clock, dispatcher, onError);
    ends.push(async () => clearInterval(sweep));
  }

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
  };
}

function failureOf({ done }: RunningWorker): Promise<Error> {
  return new Promise((resolve) => {
    done.catch((reason: unknown) => resolve(reason instanceof Error ? reason : new Error(String(reason))));
  });
}

const idleRouter: Router = { notify() {}, async stop() {} };

const noSchema = { lead: {}, events: {} } as const;

function outboxOf(db: Database): Outbox {
  return {
    take: (limit) => takeOutbox(db, limit, Date.now()),
    done: (rows) => outboxDone(db, rows),
    failed: (row) =>
      outboxFailed(db, row, Date.now() + Math.min(longestBackOffMs, 500 * 2 ** Math.min(row.attempts, 10))),
  };
}

function startSweep(
  db: Database,
  clock: Clock,
  dispatcher: Dispatcher,
  onError: (error: unknown) => void,
): NodeJS.Timeout {
  const sweep = async (): Promise<void> => {
    if ((await queueOverdue(db, clock.now())) > 0) dispatcher.notify();
  };
  const timer = setInterval(() => void sweep().catch(onError), sweepMs);
  timer.unref();
  return timer;
}

async function closeQuickly(ingest: FastifyInstance): Promise<void> {
  ingest.server.closeAllConnections();
  await ingest.close();
}
