import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PayloadCodec } from '@temporalio/common';
import type { ActivityInterceptorsFactory, NativeConnectionOptions } from '@temporalio/worker';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { workflowBundlePath } from './bundle-workflow.js';
import type { Act, Deliver, LocalActivities } from './contract.js';
import { actionQueue, channelDeadlineMs, channelQueue, driverQueue } from './contract.js';

export interface WorkerOptions {
  readonly address: string;
  readonly namespace: string;
  /** How the server is spoken to, where it is not plainly. */
  readonly secure?: Pick<NativeConnectionOptions, 'tls' | 'apiKey'>;
  readonly activities: LocalActivities;
  readonly deliver: Deliver['deliver'];
  readonly act: Act['act'];
  /** Around activities; within workflows they would change histories. */
  readonly interceptors?: readonly ActivityInterceptorsFactory[];
  readonly payloadCodec?: PayloadCodec;
  /** Cached executions; each costs about half a MB, and fewer than the active ones halve the speed. */
  readonly maxCachedWorkflows?: number;
}

export interface WorkerState {
  readonly queue: string;
  readonly running: boolean;
  /** Activities under way. */
  readonly inFlight: number;
  /** Executions kept in memory. */
  readonly cached: number;
}

export interface RunningWorker {
  /**
   * Takes on what is handed over on these queues too, from now on; those it has taken on are passed
   * over. E-mail's it has from the start.
   */
  serve(queues: readonly string[]): Promise<void>;
  /** Rejects when a worker fails for good, which the SDK does not mend; resolves after `stop`. */
  readonly done: Promise<void>;
  /** Of each queue's worker, as it stands. */
  states(): readonly WorkerState[];
  /** What was begun is finished first: hand-overs within 20 s, all else within 8 s. */
  stop(): Promise<void>;
}

/**
 * Starts the worker of the driver queue and the one of the e-mail queue, in this process.
 *
 * Rendering and sending run on their own queues, so that a slow mail server holds up no decision,
 * and a slow application no mail.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  keepQuiet();
  const connection = await NativeConnection.connect({ address: options.address, ...options.secure });
  const { namespace } = options;
  const { interceptors = [], payloadCodec } = options;
  const common = {
    interceptors: { activity: [...interceptors] },
    ...(payloadCodec === undefined ? {} : { dataConverter: { payloadCodecs: [payloadCodec] } }),
  };
  const driver = await Worker.create({
    ...common,
    connection,
    namespace,
    taskQueue: driverQueue,
    activities: { ...options.activities },
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1_000,
    maxConcurrentLocalActivityExecutions: 40,
    shutdownGraceTime: '5 seconds',
    ...workflowCode(),
  });
  const workerOn = (taskQueue: string): Promise<Worker> =>
    Worker.create({
      ...common,
      connection,
      namespace,
      taskQueue,
      activities: taskQueue === actionQueue ? { act: options.act } : { deliver: options.deliver },
      maxConcurrentActivityTaskExecutions: taskQueue === actionQueue ? actionsAtOnce : 40,
      shutdownGraceTime: '5 seconds',
    });
  const email = await workerOn(channelQueue('email'));
  const workers = [driver, email];
  const runs = workers.map((worker) => worker.run());
  const served = new Set([channelQueue('email')]);
  // A worker that has failed may never come to the end of its run.
  const done = Promise.race([Promise.all(runs).then(() => undefined), failureOf(workers)]);
  return {
    done,
    states: () => workers.map(stateOf),
    async serve(queues) {
      const fresh = queues.filter((queue) => !served.has(queue));
      for (const queue of fresh) served.add(queue);
      for (const queue of fresh) {
        const worker = await workerOn(queue);
        workers.push(worker);
        const run = worker.run();
        // Heard of by its state, as the others are.
        run.catch(() => undefined);
        runs.push(run);
      }
    },
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // Against a server that is gone the SDK would go on trying for minutes.
      await Promise.race([Promise.allSettled(runs), untilGivenUp(workers)]);
      await connection.close().catch(() => {});
    },
  };
}

/** Each is a process of its own while it runs. */
const actionsAtOnce = 8;

/** How often the state of the workers is looked at; ms. */
const lookMs = 1_000;

/** Rejects with the reason once one of the workers has failed. */
function failureOf(workers: readonly Worker[]): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setInterval(() => {
      const states = workers.map((worker) => worker.getState());
      if (states.includes('FAILED')) reject(lastFailure ?? new Error('it failed without a word'));
      if (states.every((state) => state === 'FAILED' || state === 'STOPPED')) clearInterval(timer);
    }, lookMs);
    timer.unref();
  });
}

/** Why a worker failed last: only the SDK's log tells it while the run does not end. */
let lastFailure: Error | undefined;

/** How long a worker may take to end what it began; ms. */
const stopLimitMs = 8_000;
/** A hand-over is over by then: one that is cut off after its final dot would be unknown for ever; ms. */
const handOverLimitMs = channelDeadlineMs;

function stateOf(worker: Worker): WorkerState {
  const { runState, numInFlightActivities, numCachedWorkflows } = worker.getStatus();
  return { queue: worker.options.taskQueue, running: runState === 'RUNNING', inFlight: numInFlightActivities, cached: numCachedWorkflows };
}

async function untilGivenUp(workers: readonly Worker[]): Promise<void> {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    });
  await pause(stopLimitMs);
  const handingOver = (): boolean => workers.some((worker) => worker.getStatus().numInFlightNonLocalActivities > 0);
  for (let waited = stopLimitMs; waited < handOverLimitMs && handingOver(); waited += 250) await pause(250);
}

let quiet = false;

/**
 * The SDK tells of every start and stop, and of each failure that it tries again. People get that
 * from `onError` and the Temporal UI; what is an error to the SDK still shows.
 */
function keepQuiet(): void {
  if (quiet) return;
  quiet = true;
  const printed = new DefaultLogger('ERROR');
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({
    logger: new DefaultLogger('ERROR', ({ level, message, meta }) => {
      const error: unknown = meta?.['error'];
      if (message === 'Worker failed' && error instanceof Error) lastFailure = error;
      else printed.log(level, message, meta);
    }),
    // Forwarded, because the core would write to standard output.
    telemetryOptions: { logging: { filter, forward: {} } },
    // The program stops its workers itself.
    shutdownSignals: [],
  });
}

/** The prebuilt bundle; from sources, as tests run, the workflow file itself. */
function workflowCode(): { workflowBundle: { codePath: string } } | { workflowsPath: string } {
  if (existsSync(workflowBundlePath)) return { workflowBundle: { codePath: workflowBundlePath } };
  return { workflowsPath: fileURLToPath(new URL('./campaign.workflow.ts', import.meta.url)) };
}
