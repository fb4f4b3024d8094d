import type { Connection } from '@temporalio/client';
import type { Database } from '../store/database.js';
import { statement } from '../store/database.js';
import type { Dispatcher } from '../temporal/dispatcher.js';
import type { RunningWorker } from '../temporal/worker.js';

/**
 * The parts of the service that can run apart. `ingest`: the HTTP API. `router`: works events in, tells
 * Temporal, looks after what is overdue. `worker`: decides and hands over. Each may run many times.
 */
export const allRoles = ['ingest', 'router', 'worker'] as const;
export type Role = (typeof allRoles)[number];

/** Where the router runs in another process: it finds what is queued by polling. */
export const idleDispatcher: Dispatcher = { notify() {}, async stop() {} };

export const idleWorker: RunningWorker = { async serve() {}, done: new Promise(() => {}), states: () => [], async stop() {} };

/** A server that is slower than that is of no use; ms. */
const patienceMs = 2_000;

/** What keeps the process from doing its part; nothing: it is ready. */
export async function unreadyParts(db: Database, connection: Connection, worker: RunningWorker): Promise<readonly string[]> {
  const [store, temporal] = await Promise.all([
    within(db.query(ask)),
    within(connection.withDeadline(Date.now() + patienceMs, () => connection.workflowService.getSystemInfo({}))),
  ]);
  const still = worker.states().filter(({ running }) => !running);
  return [
    ...(store ? [] : ['PostgreSQL does not answer']),
    ...(temporal ? [] : ['Temporal does not answer']),
    ...still.map(({ queue }) => `the worker of "${queue}" does not run`),
  ];
}

async function within(call: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const answered = call.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, limit]).finally(() => clearTimeout(timer));
}

const ask = statement<{ one: number }>('ready', 'select 1 as one');
