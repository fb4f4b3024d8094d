import { statement } from '../store/database.js';
import type { Transaction } from '../store/transaction.js';
import { leaveUnread } from './absorbing/own-events/own-events.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';

/** What a person said of a task. */
export interface GivenAnswer {
  readonly taskId: string;
  readonly outcome: string;
  /** Whoever answered, as the application names them. */
  readonly by?: string;
}

export type TaskAnswered =
  /** `late`: after the task was due; the lead has gone on by itself. */
  | { readonly kind: 'recorded' | 'same'; readonly outcome: string; readonly late: boolean }
  /** Somebody answered before, otherwise: the first answer counts. */
  | { readonly kind: 'answered'; readonly outcome: string }
  | { readonly kind: 'not-an-outcome'; readonly valid: readonly string[] }
  | { readonly kind: 'unknown' };

/** What can be said of a task that asks for no outcomes. */
const plainOutcomes = ['done'];

/**
 * Takes down what a person answered to a task: the first answer counts, the same one again changes
 * nothing. It becomes the event `task_completed` of the lead in the same transaction, worked in by
 * whoever looks at the lead next.
 *
 * @throws when the database is out of reach; trying again is safe
 */
export async function answerTask(desk: LeadDesk, answer: GivenAnswer): Promise<TaskAnswered> {
  if (!uuid.test(answer.taskId)) return { kind: 'unknown' };
  const [task] = await desk.db.query(findTask, [answer.taskId]);
  if (task === undefined) return { kind: 'unknown' };
  return desk.withLead(task.lead_id, (tx) => record(tx, desk, task.lead_id, answer));
}

async function record(tx: Transaction, desk: LeadDesk, leadId: number, { taskId, outcome, by }: GivenAnswer): Promise<TaskAnswered> {
  const [task] = await tx.query(readTask, [taskId, virtualNow(desk.clock, leadId)]);
  if (task === undefined) return { kind: 'unknown' };
  const { key, campaign, step, team, now } = task;
  const valid = task.outcomes ?? plainOutcomes;
  if (!valid.includes(outcome)) return { kind: 'not-an-outcome', valid };
  if (task.outcome !== null) {
    const late = task.outcomes !== null && (task.answered_at ?? now) > task.due_at;
    return task.outcome === outcome ? { kind: 'same', outcome, late } : { kind: 'answered', outcome: task.outcome };
  }
  tx.send(answerOne, [taskId, outcome, now, by ?? null]);
  const properties = { campaign, task: step, team, outcome, key };
  await leaveUnread(tx, leadId, { kind: 'track', name: 'task_completed', messageId: `task:${key}`, at: now, properties }, now);
  return { kind: 'recorded', outcome, late: task.outcomes !== null && now > task.due_at };
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const findTask = statement<{ lead_id: number }>('find-task', 'select lead_id from tasks where id = $1');

const readTask = statement<{
  key: string;
  campaign: string;
  step: string;
  team: string;
  due_at: number;
  outcomes: readonly string[] | null;
  outcome: string | null;
  answered_at: number | null;
  now: number;
}>(
  'read-task',
  `select key, campaign, step, team, due_at, outcomes, outcome, answered_at, ${nowSql('$2')} as now
   from tasks where id = $1 for no key update`,
);

const answerOne = statement<Record<string, never>>(
  'answer-task',
  'update tasks set outcome = $2, answered_at = $3, answered_by = $4 where id = $1',
);
