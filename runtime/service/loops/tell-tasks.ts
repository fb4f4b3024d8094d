import type { Channel } from '../../channels/channel.js';
import { TryLater } from '../../channels/channel.js';
import type { Database } from '../../store/database.js';
import type { TaskToTell } from '../../store/task-telling.js';
import { takeTasksToTell, taskNotTold, taskTold } from '../../store/task-telling.js';

export interface TaskTeller {
  /** Says that there may be new tasks; polling finds them in any case. */
  notify(): void;
  /** Resolves when what was begun is done. */
  stop(): Promise<void>;
}

export interface TellDeps {
  readonly db: Database;
  channelOf(name: string): Channel;
  /** Where answers are posted: the public root of the API. */
  readonly publicUrl: string;
  /** Whether there is anybody to tell. */
  isAsked(): boolean;
  readonly onError: (error: unknown) => void;
}

const pollMs = 2_000;
const atOnce = 10;
/** The longest back-off; ms. */
const longestMs = 600_000;
/** After a day of trying nobody is told any more: the task itself stays. */
const mostAttempts = 160;

/**
 * Tells other systems of new tasks, until stopped. No lead waits for it: a CRM that is away is told
 * when it is back.
 */
export function startTaskTeller(deps: TellDeps): TaskTeller {
  let stopped = false;
  let notified = false;
  let wake: () => void = () => {};
  const loop = async (): Promise<void> => {
    while (!stopped) {
      notified = false;
      let taken = 0;
      try {
        const tasks = deps.isAsked() ? await takeTasksToTell(deps.db, atOnce, Date.now()) : [];
        taken = tasks.length;
        await Promise.all(tasks.map((task) => tellOne(deps, task)));
      } catch (error) {
        deps.onError(error);
      }
      if (taken < atOnce && !notified && !stopped) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  };
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

async function tellOne({ db, channelOf, publicUrl, onError }: TellDeps, task: TaskToTell): Promise<void> {
  const { id, channel, attempts } = task;
  try {
    const outcome = await channelOf(channel).deliver(messageOf(task, publicUrl), async () => {});
    // Whether it came or not cannot be known, and the id tells the receiver: told once more.
    if (outcome.kind === 'unknown' && attempts < mostAttempts) await taskNotTold(db, id, backOff(attempts));
    else await taskTold(db, id, outcome.response, outcome.kind === 'sent' ? Date.now() : null);
  } catch (error) {
    onError(error);
    if (attempts >= mostAttempts) await taskTold(db, id, 'given up', null);
    else await taskNotTold(db, id, error instanceof TryLater ? Date.now() + error.afterMs : backOff(attempts));
  }
}

function backOff(attempts: number): number {
  return Date.now() + Math.min(longestMs, 1_000 * 2 ** Math.min(attempts, 12));
}

function messageOf({ id, userId, campaign, step, team, title, assignee, dueAt, outcomes }: TaskToTell, publicUrl: string) {
  return {
    messageId: id,
    from: { name: '', address: '' },
    to: team,
    subject: title,
    html: '',
    text: title,
    about: { userId, campaign, step },
    task: { assignee, dueAt, outcomes: outcomes ?? ['done'], answerTo: `${publicUrl}/v1/tasks/${id}/outcome` },
  };
}
