import { statement } from './database.js';
import type { Database } from './database.js';

/** A task that another system is to be told of; times in epoch ms. */
export interface TaskToTell {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
  readonly campaign: string;
  readonly step: string;
  readonly team: string;
  readonly title: string;
  readonly assignee: string | null;
  readonly dueAt: number;
  readonly outcomes: readonly string[] | null;
  /** With this one. */
  readonly attempts: number;
}

/** How long a task that was taken stays with its taker. */
const leaseMs = 60_000;

/** Takes tasks whose turn has come; `now` is real time, epoch ms. */
export function takeTasksToTell(db: Database, limit: number, now: number): Promise<readonly TaskToTell[]> {
  return db.query(take, [limit, now, now + leaseMs]);
}

/** The other system has it, or will never: it is over. */
export async function taskTold(db: Database, id: string, response: string, toldAt: number | null): Promise<void> {
  await db.query(told, [id, response, toldAt]);
}

/** Tried again at `nextAt` (epoch ms, real time). */
export async function taskNotTold(db: Database, id: string, nextAt: number): Promise<void> {
  await db.query(putOff, [id, nextAt]);
}

const take = statement<TaskToTell>(
  'take-tasks-to-tell',
  `with turn as materialized (
     select id from tasks where next_tell_at <= $2 order by next_tell_at, id limit $1 for no key update skip locked
   )
   update tasks t set next_tell_at = $3, tell_attempts = t.tell_attempts + 1
   from turn, leads l
   where t.id = turn.id and l.id = t.lead_id
   returning t.id, t.tell as channel, l.user_id as "userId", t.campaign, t.step, t.team, t.title, t.assignee,
     t.due_at as "dueAt", t.outcomes, t.tell_attempts as attempts`,
);

const told = statement<Record<string, never>>(
  'task-told',
  'update tasks set next_tell_at = null, tell_response = $2, told_at = $3 where id = $1',
);

const putOff = statement<Record<string, never>>('task-not-told', 'update tasks set next_tell_at = $2 where id = $1');
