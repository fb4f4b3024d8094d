import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { workflowBundlePath } from './bundle-workflow.js';
import type { Deliver, LocalActivities } from './contract.js';
import { driverQueue, emailQueue } from './contract.js';

export interface WorkerOptions {
  readonly address: string;
  readonly namespace: string;
  readonly activities: LocalActivities;
  readonly deliver: Deliver['deliver'];
  /** Cached executions; each costs about half a MB, and fewer than the active ones halve the speed. */
  readonly maxCachedWorkflows?: number;
}

export interface RunningWorker {
  /** Rejects when a worker fails for good, which the SDK does not mend; resolves after `stop`. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the worker of the driver queue and the one of the e-mail queue, in this process.
 *
 * Rendering and sending run on their own queue, so that a slow mail server holds up no decision.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  keepQuiet();
  const connection = await NativeConnection.connect({ address: options.address });
  const { namespace } = options;
  const driver = await Worker.create({
    connection,
    namespace,
    taskQueue: driverQueue,
    activities: { ...options.activities },
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1_000,
    maxConcurrentLocalActivityExecutions: 40,
    shutdownGraceTime: '5 seconds',
    ...workflowCode(),
  });
  const email = await Worker.create({
    connection,
    namespace,
    taskQueue: emailQueue,
    activities: { deliver: options.deliver },
    maxConcurrentActivityTaskExecutions: 40,
    shutdownGraceTime: '5 seconds',
  });
  const workers = [driver, email];
  const runs = workers.map((worker) => worker.run());
  // A worker that has failed may never come to the end of its run.
  const done = Promise.race([Promise.all(runs).then(() => undefined), failureOf(workers)]);
  return {
    done,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // Against a server that is gone the SDK would go on trying for minutes.
      await Promise.race([Promise.allSettled(runs), new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())]);
      await connection.close().catch(() => {});
    },
  };
}

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
