import type { Step, TaskStep } from '../../../compiler/plan/ir.js';
import type { Look, Move } from '../steps/move.js';
import { goTo } from '../steps/move.js';
import { printLocal } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { Facts } from '../types.js';
import type { Pending } from './types.js';

type PendingTask = Extract<Pending, { kind: 'task' }>;

/** The event by which the store tells that somebody answered; its `key` says which task. */
export const answerEvent = 'task_completed';

/**
 * The lead stands on its task until somebody answers, or until the task is due.
 *
 * The answer given last before the due moment counts even where this look comes after it: nobody
 * is late because a worker was.
 */
export function awaitAnswer(look: Pick<Look, 'progress' | 'facts' | 'now'>, step: Step, pending: PendingTask): Move {
  const { progress, facts, now } = look;
  if (step.kind !== 'task') throw new Error(`nobody was asked anything at ${step.id}`);
  const answer = answerTo(pending, facts, now);
  if (answer !== undefined) {
    return {
      progress: goTo(wayOn(step, answer.outcome), Math.max(progress.since, answer.at)),
      reasons: [{ code: 'answered', step: step.id, detail: answer.outcome, text: `Answered: ${answer.outcome}.`, at: answer.at }],
    };
  }
  if (now >= pending.dueAt) return unanswered(step, pending);
  return {
    progress: { ...progress, noted: true },
    reasons: progress.noted === true ? [] : [waiting(step, pending, facts, now)],
    rest: { kind: 'wait', until: pending.dueAt },
  };
}

function answerTo({ key, dueAt }: PendingTask, { events }: Facts, now: number): { outcome: string; at: number } | undefined {
  const event = events.find(
    ({ name, at, properties }) => name === answerEvent && properties['key'] === key && at <= now && at <= dueAt,
  );
  return event === undefined ? undefined : { outcome: String(event.properties['outcome']), at: event.at };
}

function unanswered(step: TaskStep, { key, dueAt }: PendingTask): Move {
  const { id, team } = step;
  return {
    progress: goTo(wayOn(step, 'late'), dueAt),
    effects: [{ kind: 'task-late', key, step: id, team }],
    reasons: [{ code: 'unanswered', step: id, detail: 'late', text: 'Nobody answered in time.', at: dueAt }],
  };
}

/** Of an outcome that the plan does not have the lead simply goes on. */
function wayOn({ outcomes = {}, next }: TaskStep, outcome: string): string | null {
  return Object.hasOwn(outcomes, outcome) ? (outcomes[outcome] ?? null) : next;
}

function waiting({ id, team }: TaskStep, { dueAt }: PendingTask, facts: Facts, at: number) {
  const { zone } = zoneOf(facts);
  const text = `Waits for ${team} to answer, until ${printLocal(zone, dueAt)} ${zone} at most.`;
  return { code: 'waiting', step: id, text, at } as const;
}
