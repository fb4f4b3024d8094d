import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { EnrolmentRef } from './contract.js';
import { driverQueue, wakeSignal, workflowType } from './contract.js';

/** One enrolment Temporal is to be told about. */
export interface OutboxRow {
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly epoch: number;
  /** `start`: never told before. `wake`: look again, and begin anew where the execution is lost. */
  readonly kind: 'start' | 'wake';
  readonly seq: number;
  readonly attempts: number;
}

/** The outbox of the store, as far as dispatching needs it. */
export interface Outbox {
  take(limit: number): Promise<readonly OutboxRow[]>;
  /** Deletes each row, unless it was queued again since it was taken. */
  done(rows: readonly OutboxRow[]): Promise<void>;
  failed(row: OutboxRow, error: unknown): Promise<void>;
}

export interface Dispatcher {
  /** Says that there may be something to do; polling finds it in any case. */
  notify(): void;
  stop(): Promise<void>;
}

const pollMs = 250;
/** On one connection 5 to 20 concurrent starts reach the server's limit. */
const batchSize = 20;

/**
 * Tells Temporal what the store decided, until stopped.
 *
 * A fresh enrolment is started plainly: its first look sees everything, and a signal would only
 * add an event to its history. Everything else is one signalWithStart, which wakes a sleeper and
 * rebuilds an execution that was lost.
 */
export function startDispatcher(client: Client, outbox: Outbox, onError: (error: unknown) => void): Dispatcher {
  let stopped = false;
  let wake: () => void = () => {};
  let notified = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      notified = false;
      let worked = 0;
      try {
        const rows = await outbox.take(batchSize);
        worked = rows.length;
        const told = await Promise.all(rows.map((row) => tell(client, outbox, row, onError)));
        const done = rows.filter((_, index) => told[index] === true);
        if (done.length > 0) await outbox.done(done);
      } catch (error) {
        onError(error);
      }
      if (worked === 0 && !notified && !stopped) await pause();
    }
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = loop();
  return {
    notify() {
      notified = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

async function tell(
  client: Client,
  outbox: Outbox,
  row: OutboxRow,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const { enrolmentId, epoch, campaign, kind } = row;
  const args: [EnrolmentRef] = [{ enrolmentId, epoch }];
  const options = {
    taskQueue: driverQueue,
    workflowId: enrolmentId,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    args,
  };
  try {
    if (kind === 'start') {
      const workflowIdConflictPolicy = WorkflowIdConflictPolicy.USE_EXISTING;
      await client.workflow.start(workflowType(campaign), { ...options, workflowIdConflictPolicy });
    } else {
      await client.workflow.signalWithStart(workflowType(campaign), { ...options, signal: wakeSignal });
    }
    return true;
  } catch (error) {
    onError(error);
    await outbox.failed(row, error);
    return false;
  }
}
