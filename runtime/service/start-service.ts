import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { withLinks } from '../channels/email/counted.channel.js';
import { createSmtpChannel } from '../channels/email/smtp.channel.js';
import type { Clock } from '../clock.js';
import { createIngest } from '../ingest/ingest-server.js';
import type { Protection } from '../ingest/protection/usual-protection.js';
import { createConfirmTokens } from '../ingest/mail/confirm-token.js';
import { createLinkTokens } from '../ingest/mail/link-tokens.js';
import { startInboundSmtp } from '../ingest/mail/inbound-smtp.js';
import { createUnsubscribeTokens } from '../ingest/unsubscribe-token.js';
import { createActions } from '../leads/actions.js';
import { createAdvance } from '../leads/advance-enrolment.js';
import { createClaims } from '../leads/claims.js';
import { answerTask } from '../leads/tasks-answer.js';
import { createEnrolmentRefs } from '../leads/enrolment-refs.js';
import type { LeadDesk } from '../leads/lead-lock.js';
import { keepVisit, startJudge } from './loops/count-visits.js';
import { preferencesOf } from './in-force/preferences-in-force.js';
import { linkRulesOf } from './in-force/links-in-force.js';
import { takeMailEvents } from '../leads/mail/take-mail-events.js';
import { startKeepingFacts } from '../leads/facts/keep-facts.js';
import { createLeadDesk } from '../leads/lead-lock.js';
import { startDueLoop } from './loops/due-loop.js';
import { fetchText } from './fetch-text.js';
import { providersWith } from '../mail-events/providers/all-providers.js';
import type { MailEvent } from '../mail-events/mail-event.js';
import type { Router } from '../leads/absorbing/router.js';
import { startRouter } from '../leads/absorbing/router.js';
import type { Database } from '../store/database.js';
import { openDatabase } from '../store/database.js';
import { queueOverdue } from '../store/due.js';
import { appendEvents } from '../store/events.js';
import { outboxDone, outboxFailed, takeOutbox } from '../store/outbox.js';
import { createReleases } from '../store/releases.js';
import { createAct } from '../temporal/act.activity.js';
import { actionQueue, channelDeadlineMs, channelQueue } from '../temporal/contract.js';
import { createDeliver } from '../temporal/deliver.activity.js';
import type { Dispatcher, Outbox } from '../temporal/dispatcher.js';
import { startDispatcher } from '../temporal/dispatcher.js';
import { createMemory } from '../temporal/memory.js';
import { countedChannels } from '../operations/counted-channel.js';
import type { Metrics } from '../operations/metrics.js';
import { createMetrics } from '../operations/metrics.js';
import { readBacklog } from '../store/reports/backlog.js';
import type { RunningWorker } from '../temporal/worker.js';
import { startWorker } from '../temporal/worker.js';
import { createAttempts } from './attempt-actions.js';
import { createChannels } from './in-force/channels-in-force.js';
import { createPluginsInForce } from './in-force/plugins-in-force.js';
import { createReceive } from './receive-trigger.js';
import type { TemporalSettings } from './temporal-settings.js';
import type { Role } from './roles.js';
import { idleDispatcher, idleWorker, unreadyParts } from './roles.js';
import type { EnvironmentSettings } from './in-force/environment-in-force.js';
import { channelsWithin, mayReach } from './in-force/environment-in-force.js';
import { startReleaseLoop } from './loops/release-loop.js';
import { startsOf } from './in-force/starts-in-force.js';
import { lookUpUnknown } from './loops/look-up-unknown.js';
import { renderClaims } from './render-claims.js';
import { watchIncarnation } from './loops/watch-incarnation.js';
import { startTaskTeller } from './loops/tell-tasks.js';
import { actTimes, queuesInForce, tellsTasks } from './in-force/ways-in-force.js';

export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly temporal: TemporalSettings;
  readonly smtp: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  /** What unsubscribe links are made with; the same for every process and for years. */
  readonly secret: string;
  readonly writeKeys: readonly string[];
  /** Origins of pages whose browsers may send events; absent: none. */
  readonly allowedOrigins?: readonly string[];
  /** How much one caller may ask; absent: nobody is counted. */
  readonly protection?: Protection;
  readonly ingest: { readonly host: string; readonly port: number };
  /** Where people reach the ingest API: the root of unsubscribe links. Its own address when left out. */
  readonly publicUrl?: string;
  /** Of systems that may answer tasks; the write keys where it is left out. */
  readonly apiKeys?: readonly string[];
  /** Takes bounces and answers by SMTP here, from the mail server in front; absent: by HTTP alone. */
  readonly inboundMail?: { readonly host: string; readonly port: number };
  /** Bounces come to this mailbox, each to a `+` address of its message; absent: to the sender. */
  readonly bounceMailbox?: string;
  /** The repository, or where its plug-ins are installed; the working folder where it is left out. */
  readonly repository?: string;
  /** Secrets of channels and plug-ins by name; the environment where it is left out. */
  readonly secretOf?: (name: string) => string | undefined;
  /** What plug-ins log, without their secrets. */
  readonly logPlugin?: (level: 'info' | 'warn', message: string, fields: unknown) => void;
  /** Executions kept in memory; each costs about half a MB. */
  readonly maxCachedWorkflows?: number;
  /** Whose allow-list holds back what goes to anybody else; absent: everything is delivered. */
  readonly environment?: EnvironmentSettings;
  /** Which parts this process runs; every one where it is left out. */
  readonly roles?: readonly Role[];
  /** Where it counts what it does; nowhere that anybody sees where it is left out. */
  readonly metrics?: Metrics;
  /** Told of what went wrong and is tried again. */
  readonly onError: (error: unknown) => void;
}

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

/** How often lost executions are looked for. */
const sweepMs = 60_000;
/** How often channels are asked about unknown messages. */
const lookUpMs = 600_000;
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

/** Puts the end of each part on `ends` as soon as it is begun. */
async function startParts(options: ServiceOptions, ends: (() => Promise<void>)[]): Promise<Omit<Service, 'stop'>> {
  const { clock, temporal, metrics = createMetrics() } = options;
  const runs = (role: Role): boolean => options.roles?.includes(role) ?? true;
  const onError = (error: unknown): void => {
    metrics.wentWrong();
    options.onError(error);
  };
  const db = openDatabase(options.databaseUrl, { max: 16 });
  ends.push(() => db.close());
  // Few tries: the outbox has a back-off of its own, and one that outlives the connection is a fault.
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }))];
  const { address, namespace, ...secure } = temporal;
  const connection = await Connection.connect({ address, ...secure, interceptors });
  ends.push(() => connection.close());
  const client = new Client({ connection, namespace });
  const releases = createReleases();
  const { secretOf = (name: string) => process.env[name], logPlugin } = options;
  const plugins = createPluginsInForce(options.repository ?? process.cwd(), onError);
  const desk = createLeadDesk({ db, clock, releases, functions: plugins.functions });
  const refs = createEnrolmentRefs(db);
  const tokens = createUnsubscribeTokens(options.secret);
  const links = createLinkTokens(options.secret);
  const confirmTokens = createConfirmTokens(options.secret);

  const ownTime = !clock.virtual && runs('router');
  if (ownTime) {
    const watch = await watchIncarnation({ db, memory: createMemory(client), clock }, onError);
    ends.push(() => watch.stop());
  }
  const dispatcher = runs('router') ? startDispatcher(client, outboxOf(db, metrics), onError) : idleDispatcher;
  ends.push(() => dispatcher.stop());
  // Who moves time himself also says when events are worked in.
  const onAbsorbed = (leads: number): void => {
    metrics.absorbed(leads);
    dispatcher.notify();
  };
  const router: Router = ownTime ? startRouter(desk, { onError, onAbsorbed }) : idleRouter;
  ends.push(() => router.stop());
  if (ownTime) {
    const dues = startDueLoop(desk, { onError, onWorked: () => dispatcher.notify() });
    ends.push(() => dues.stop());
  }
  const wakeAll = (): void => {
    router.notify();
    dispatcher.notify();
  };
  const mail = {
    async take(events: readonly MailEvent[]) {
      const known = await takeMailEvents(desk, events);
      wakeAll();
      return known;
    },
  };
  const ingest = await createIngest({
    clock,
    writeKeys: options.writeKeys,
    ...(options.allowedOrigins === undefined ? {} : { allowedOrigins: options.allowedOrigins }),
    ...(options.protection === undefined ? {} : { protection: options.protection }),
    schema: () => releases.known()?.workspace.schema ?? noSchema,
    append: async (items) => {
      const results = await appendEvents(db, items, clock.now());
      metrics.received(items, results);
      router.notify();
      return results;
    },
    unsubscribe: tokens,
    tasks: {
      apiKeys: options.apiKeys ?? options.writeKeys,
      async answer(given) {
        const answered = await answerTask(desk, given);
        router.notify();
        return answered;
      },
    },
    starts: { apiKeys: options.apiKeys ?? options.writeKeys, ...startsOf(db, releases) },
    confirm: { tokens: confirmTokens, titleOf: (topic) => releases.known()?.workspace.topics[topic]?.title, salt: options.secret },
    preferences: preferencesOf(db, () => releases.known()?.workspace),
    visits: { links, keep: (visit) => keepVisit(db, visit), onError },
    mail: { ...mail, apiKeys: options.apiKeys ?? options.writeKeys, providers: providersWith(secretOf, fetchText) },
    trigger: createReceive({ clock, plugins, secretOf, ...(logPlugin === undefined ? {} : { log: logPlugin }) }),
  });
  ends.push(() => closeQuickly(ingest));
  // Loaded before the first request, so that its warnings are right.
  await releases.current(db);
  await plugins.use(releases.known()?.workspace.plugins ?? []);
  const ingestUrl = runs('ingest') ? await ingest.listen(options.ingest) : '';
  const publicUrl = options.publicUrl ?? ingestUrl;
  if (options.inboundMail !== undefined) {
    const inbound = await startInboundSmtp(options.inboundMail, { ...mail, clock, onError });
    ends.push(() => inbound.stop());
  }

  const channel = createSmtpChannel({
    ...options.smtp,
    deadlineMs: channelDeadlineMs,
    connections: 10,
    ...(options.bounceMailbox === undefined ? {} : { bounceMailbox: options.bounceMailbox }),
  });
  ends.push(() => channel.close());
  const workspace = () => releases.known()?.workspace;
  const everyChannel = createChannels({ email: withLinks(channel, (sent) => linkRulesOf(sent, workspace(), { tokens: links, publicUrl })), clock, plugins, deadlineMs: channelDeadlineMs, workspace, secretOf });
  const { channelOf: within, stop: stopKeeping } = await channelsWithin(options.environment, everyChannel, workspace);
  ends.push(stopKeeping);
  const channelOf = countedChannels(within, metrics);
  const claims = renderClaims(createClaims({ desk, refs }), {
    unsubscribe: (userId, topic) => `${publicUrl}/u/${tokens.make(userId, topic)}`,
    confirm: (asked) => `${publicUrl}/confirm/${confirmTokens.make(asked)}`,
  });
  let looked: () => void = () => {};
  let serve: RunningWorker['serve'] = async () => {};
  const advance = createAdvance({ desk, refs, queueOf: channelQueue, actOn: (action) => ({ queue: actionQueue, ...actTimes(plugins.registry(), action) }) });
  const attempts = createAttempts({
    actions: createActions({ desk, refs }),
    plugins,
    secretOf,
    virtual: clock.virtual,
    mayAct: ({ email }) => mayReach(options.environment, workspace(), email),
    ...(logPlugin === undefined ? {} : { log: logPlugin }),
  });
  const startOwn = runs('worker') ? startWorker : async () => idleWorker;
  const worker = await startOwn({
    address,
    namespace,
    secure,
    activities: {
      async advance({ enrolmentId, epoch }) {
        const began = performance.now();
        const next = await advance(enrolmentId, epoch);
        metrics.advanced(next.kind, performance.now() - began);
        await plugins.use(workspace()?.plugins ?? []);
        // A channel that came with a release after the start.
        if (next.kind !== 'wait' && next.kind !== 'end') await serve([next.queue]);
        // What one lead's look sets may have woken the same lead elsewhere.
        dispatcher.notify();
        looked();
        return next;
      },
    },
    deliver: createDeliver(claims, channelOf),
    act: createAct(attempts),
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  ends.push(() => worker.stop());
  serve = (queues) => worker.serve(queues);
  await serve(await queuesInForce(db, workspace()));
  const teller = startTaskTeller({ db, channelOf, publicUrl, onError, isAsked: () => runs('router') && tellsTasks(workspace()) });
  ends.push(() => teller.stop());
  if (ownTime) {
    const sweep = startSweep(db, clock, dispatcher, onError, metrics);
    ends.push(async () => clearInterval(sweep));
    const keeping = startKeepingFacts(desk, { onError, onLooked: () => dispatcher.notify() });
    ends.push(() => keeping.stop());
    const judge = startJudge(desk, { isAsked: () => workspace()?.links?.domain !== undefined, onError, onJudged: wakeAll });
    ends.push(() => judge.stop());
    const releasing = startReleaseLoop({ db, clock, releases }, { onError, onReleased: () => dispatcher.notify() });
    ends.push(() => releasing.stop());
    const asking = setInterval(() => void lookUpUnknown(db, channelOf, clock).catch(onError), lookUpMs);
    asking.unref();
    ends.push(async () => clearInterval(asking));
  }
  metrics.gauge({ backlog: () => readBacklog(db, clock.now()), workers: () => worker.states() });
  // The last that was begun ends first.
  ends.push(() => closeGently(ingest));

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

const idleRouter: Router = { notify() {}, async stop() {} };

const noSchema = { lead: {}, events: {} } as const;

function outboxOf(db: Database, metrics: Metrics): Outbox {
  return {
    take: (limit) => takeOutbox(db, limit, Date.now()),
    async done(rows) {
      metrics.told(rows.length);
      await outboxDone(db, rows);
    },
    async failed(row) {
      metrics.notTold();
      await outboxFailed(db, row, Date.now() + Math.min(longestBackOffMs, 500 * 2 ** Math.min(row.attempts, 10)));
    },
  };
}

function startSweep(
  db: Database,
  clock: Clock,
  dispatcher: Dispatcher,
  onError: (error: unknown) => void,
  metrics: Metrics,
): NodeJS.Timeout {
  const sweep = async (): Promise<void> => {
    const rescued = await queueOverdue(db, clock.now());
    metrics.rescued(rescued);
    if (rescued > 0) dispatcher.notify();
  };
  const timer = setInterval(() => void sweep().catch(onError), sweepMs);
  timer.unref();
  return timer;
}

/** How long requests under way may take to be answered; ms. */
const answerLimitMs = 3_000;

async function closeGently(ingest: FastifyInstance): Promise<void> {
  const limit = setTimeout(() => ingest.server.closeAllConnections(), answerLimitMs);
  await ingest.close().finally(() => clearTimeout(limit));
}

async function closeQuickly(ingest: FastifyInstance): Promise<void> {
  ingest.server.closeAllConnections();
  await ingest.close();
}
