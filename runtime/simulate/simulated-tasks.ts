import { answerEvent } from '../engine/pending/await-answer.js';
import type { Effect, PastEvent } from '../engine/types.js';

/** The tasks of one simulated lead, and what people answer to them. */
export interface SimulatedTasks {
  /** Notes a task that was created, and one that nobody answered in time as what happened to the lead. */
  note(effect: Effect, campaign: string, at: number): PastEvent | undefined;
  /** An answer as the store would tell it: with the task's key. Any other event is left as it is. */
  told(event: PastEvent): PastEvent;
  /** Answers to tasks that nobody had been given by then. */
  readonly unasked: readonly PastEvent[];
}

export function createSimulatedTasks(): SimulatedTasks {
  // By step: of a task that comes again the latest is answered.
  const keys = new Map<string, { readonly key: string; readonly team: string }>();
  const unasked: PastEvent[] = [];
  return {
    unasked,
    note(effect, campaign, at) {
      if (effect.kind === 'task') keys.set(effect.step, { key: effect.key, team: effect.team });
      if (effect.kind !== 'task-late') return undefined;
      const { step, team } = effect;
      return { seq: Number.MAX_SAFE_INTEGER, name: 'task_late', at, properties: { campaign, task: step, team } };
    },
    told(event) {
      const { name, properties } = event;
      const { task } = properties;
      if (name !== answerEvent || typeof task !== 'string') return event;
      const asked = keys.get(task);
      if (asked === undefined) {
        unasked.push(event);
        return event;
      }
      return { ...event, properties: { ...properties, ...asked } };
    },
  };
}
