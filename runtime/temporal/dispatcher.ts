import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { EnrolmentRef } from './contract.js';
import { driverQueue, wakeSignal, workflowType } from './contract.js';

/** One enrolment Temporal is to be told about. */
export interface OutboxRow {
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly epoch: number;
  /** `start`: never told before. `wake`: look again, and begin anew where the execution is lost. `rebuild`: begin anew in any case. */
  readonly kind: 'start' | 'wake' | 'rebuild';
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
  /**
   * Resolves when what was begun is done, after 5 s at the latest: what a server that is away was
   * not told by then stays queued.
   */
  stop(): Promise<void>;
}

const pollMs = 250;
/** On one connection 5 to 20 concurrent starts reach the server's limit. */
const abreast = 20;
/** By default the client goes on trying for about 20 s; ms. */
const stopLimitMs = 5_000;

/**
 * Tells Temporal what the store decided, until stopped.
 *
 * A fresh enrolment is started plainly: its first look sees everything, and a signal would only
 * add an event to its history. Everything else is one signalWithStart, which wakes a sleeper and
 * rebuilds an execution that was lost. A slow call holds up no other: rows are taken as soon as
 * there is room, and deleted together when several are done.
 */
export function startDispatcher(client: Client, outbox: Outbox, onError: (error: unknown) => void): Dispatcher {
  const telling = new Set<Promise<void>>();
  let told: OutboxRow[] = [];
  let stopped = false;
  let abandoned = false;
  let stirred = false;
  const report = (error: unknown): void => {
    if (!abandoned) onError(error);
  };
  let wake: () => void = () => {};
  const stir = (): void => {
    stirred = true;
    wake();
  };

  const begin = (row: OutboxRow): void => {
    const call = tell(client, outbox, row, report).then((done) => {
      if (done) told.push(row);
      telling.delete(call);
      stir();
    });
    telling.add(call);
  };

  const turn = async (): Promise<void> => {
    if (told.length > 0) {
      const done = told;
      told = [];
      await outbox.done(done);
    }
    const room = abreast - telling.size;
    if (room > 0 && !stopped) for (const row of await outbox.take(room)) begin(row);
  };

  const loop = async (): Promise<void> => {
    while (!stopped || telling.size > 0 || told.length > 0) {
      stirred = false;
      try {
        await turn();
      } catch (error) {
        report(error);
        // What was told and not deleted is told again when its lease is over: once more is no harm.
        told = [];
      }
      if (!stirred && told.length === 0) await pause();
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
    notify: stir,
    async stop() {
      stopped = true;
      stir();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, stopLimitMs);
      });
      await Promise.race([running, limit]);
      clearTimeout(timer);
      abandoned = true;
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
    if (kind !== 'wake') {
      const { USE_EXISTING, TERMINATE_EXISTING } = WorkflowIdConflictPolicy;
      const workflowIdConflictPolicy = kind === 'start' ? USE_EXISTING : TERMINATE_EXISTING;
      await client.workflow.start(workflowType(campaign), { ...options, workflowIdConflictPolicy });
    } else {
      await client.workflow.signalWithStart(workflowType(campaign), { ...options, signal: wakeSignal });
    }
    return true;
  } catch (error) {
    onError(error);
    // Failing that as well, the row's lease ends and it is taken again.
    await outbox.failed(row, error).catch(onError);
    return false;
  }
}
