import type { Channel } from '../../channels/channel.js';
import { TryLater } from '../../channels/channel.js';
import type { Database } from '../../store/database.js';
import type { TaskToTell } from '../../store/task-telling.js';
import { takeTasksToTell, taskNotTold, taskTold } from '../../store/task-telling.js';
import { startWorkLoop } from '../../work-loop.js';
import type { WorkLoop } from '../../work-loop.js';

export interface TellDeps {
  readonly db: Database;
  channelOf(name: string): Channel;
  /** Where answers are posted: the public root of the API. */
  readonly publicUrl: string;
  /** Whether there is anybody to tell. */
  isAsked(): boolean;
  readonly onError: (error: unknown) => void;
}

const pauseMs = 2_000;
const atOnce = 10;
/** The longest back-off; ms. */
const longestMs = 600_000;
/** After a day of trying nobody is told any more: the task itself stays. */
const mostAttempts = 160;

/**
 * Tells other systems of new tasks, until stopped. No lead waits for it: a CRM that is away is told
 * when it is back.
 */
export function startTaskTeller(deps: TellDeps): WorkLoop {
  const turn = async (): Promise<boolean> => {
    const tasks = deps.isAsked() ? await takeTasksToTell(deps.db, atOnce, Date.now()) : [];
    await Promise.all(tasks.map((task) => tellOne(deps, task)));
    return tasks.length === atOnce;
  };
  return startWorkLoop(turn, { pauseMs, onError: deps.onError });
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
