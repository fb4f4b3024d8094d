import { randomUUID } from 'node:crypto';
import { statement } from './database.js';
import type { Queries } from './database.js';
import type { Transaction } from './transaction.js';

/** A task as a campaign asks for it; times in epoch ms. */
export interface NewTask {
  readonly key: string;
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly step: string;
  readonly team: string;
  readonly title: string;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly assign?: { readonly to: string; readonly assignee?: string; readonly rotation?: readonly string[] };
  readonly outcomes?: readonly string[];
  /** The channel that tells another system of it. */
  readonly tell?: string;
}

/**
 * Writes down new tasks, once each by key, and gives the turns.
 *
 * In turn means by a count that all processes share; a lead that somebody of the group knows
 * already stays with them and takes no turn.
 */
export function insertTasks(tx: Transaction, leadId: number, tasks: readonly NewTask[]): void {
  if (tasks.length === 0) return;
  const rows = tasks.map(({ assign, ...task }) => ({
    ...task,
    id: randomUUID(),
    assignedTo: assign?.to ?? null,
    assignee: assign?.assignee ?? null,
  }));
  tx.send(insert, [leadId, JSON.stringify(rows)]);
  for (const { key, assign } of tasks) {
    if (assign?.rotation !== undefined) tx.send(takeTurn, [key, assign.to, assign.rotation]);
  }
}

/** One task with all that is known of it; times in epoch ms. */
export interface TaskRow {
  readonly id: string;
  readonly userId: string;
  readonly campaign: string;
  readonly step: string;
  readonly team: string;
  readonly title: string;
  readonly assignee: string | null;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly outcomes: readonly string[] | null;
  readonly outcome: string | null;
  readonly answeredAt: number | null;
  readonly answeredBy: string | null;
}

/** The latest tasks, those due first in front; `team` and `open` narrow them down. */
export function listTasks(
  db: Queries,
  { team, open = false, limit = 200 }: { readonly team?: string; readonly open?: boolean; readonly limit?: number } = {},
): Promise<readonly TaskRow[]> {
  return db.query(list, [team ?? null, open, limit]);
}

type None = Record<string, never>;

const insert = statement<None>(
  'insert-tasks',
  `insert into tasks (id, key, lead_id, enrolment_id, campaign, step, team, title, created_at, due_at, assigned_to,
     assignee, outcomes, tell, next_tell_at)
   select n.id, n.key, $1, n."enrolmentId", n.campaign, n.step, n.team, n.title, n."createdAt", n."dueAt",
     n."assignedTo", n.assignee, n.outcomes, n.tell, case when n.tell is not null then floor(extract(epoch from clock_timestamp()) * 1000) end
   from jsonb_to_recordset($2) as n (id uuid, key text, "enrolmentId" uuid, campaign text, step text, team text,
     title text, "createdAt" bigint, "dueAt" bigint, "assignedTo" text, assignee text, outcomes text[], tell text)
   on conflict (key) do nothing`,
);

const takeTurn = statement<None>(
  'take-task-turn',
  `with task as materialized (
     select lead_id from tasks where key = $1 and assignee is null
   ), kept as materialized (
     select t.assignee from tasks t join task using (lead_id)
     where t.assigned_to = $2 and t.assignee = any($3::text[])
     order by t.created_at desc, t.id limit 1
   ), turned as (
     insert into task_turns as turns (assigned_to, turn)
     select $2, 1 from task where not exists (select from kept)
     on conflict (assigned_to) do update set turn = turns.turn + 1
     returning turn
   )
   update tasks set assignee = coalesce(
     (select assignee from kept),
     ($3::text[])[1 + ((select turn from turned) - 1)::integer % cardinality($3::text[])])
   where key = $1 and assignee is null`,
);

const list = statement<TaskRow>(
  'list-tasks',
  `select t.id, l.user_id as "userId", t.campaign, t.step, t.team, t.title, t.assignee, t.created_at as "createdAt",
     t.due_at as "dueAt", t.outcomes, t.outcome, t.answered_at as "answeredAt", t.answered_by as "answeredBy"
   from tasks t join leads l on l.id = t.lead_id
   where ($1::text is null or t.team = $1) and (not $2::boolean or t.outcome is null)
   order by t.outcome is not null, t.due_at, t.id limit $3`,
);
