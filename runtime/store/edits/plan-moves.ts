import { isDeepStrictEqual } from 'node:util';
import type { InFlightChoice, Plan, Step } from '../../../compiler/plan/ir.js';

/** What becomes of a lead that stands on `step` of an older plan; a step without one finishes the old plan. */
export interface Move {
  readonly step: string;
  /** `adopt` keeps since when the lead stands there; `move_to` begins anew. */
  readonly kind: 'adopt' | 'move_to' | 'end';
  /** Null: the campaign ends for the lead. */
  readonly to: string | null;
  readonly ending: 'edited' | 'finished' | null;
  /** Whether it has to look again at once: its moment or its ways out may be others. */
  readonly look: boolean;
  /** One sentence for the timeline. */
  readonly text: string;
}

/**
 * What the newer plan's `in_flight` does with the leads on each step of the older one.
 *
 * A step that reads as before is no matter for the author: its leads go on with the newer plan
 * from where they are, unless they are to finish the old one. `renamed` gives the present name of
 * a step of the older plan.
 */
export function movesBetween(older: Plan, newer: Plan, renamed: (step: string) => string): readonly Move[] {
  const { inFlight } = newer;
  if (inFlight === undefined) return [];
  const sameOutside = isDeepStrictEqual([older.leave, older.goal], [newer.leave, newer.goal]);
  const byId = new Map(newer.steps.map((step) => [step.id, step]));
  const present = (id: string): Step | undefined => byId.get(renamed(id));
  return older.steps.flatMap((step): readonly Move[] => {
    const own = inFlight.steps[step.id] ?? inFlight.steps[renamed(step.id)];
    const choice = own ?? inFlight.all ?? { kind: 'finish_old' };
    const now = present(step.id);
    const same = now !== undefined && readsAsBefore(step, now);
    // What is said of all concerns what was changed or removed.
    if (own === undefined && same && choice.kind !== 'finish_old') return [adopt(step, now, true, sameOutside)];
    return moveBy(choice, older, step, now, same, sameOutside, present);
  });
}

function moveBy(
  choice: InFlightChoice,
  older: Plan,
  step: Step,
  now: Step | undefined,
  same: boolean,
  sameOutside: boolean,
  present: (id: string) => Step | undefined,
): readonly Move[] {
  switch (choice.kind) {
    case 'finish_old':
      return [];
    case 'adopt':
      return [now === undefined ? goOn(older, step, present) : adopt(step, now, same, sameOutside)];
    case 'move_to':
      return [moveTo(step, choice.step)];
    case 'end':
      return [{ step: step.id, kind: 'end', to: null, ending: 'edited', look: true, text: 'The campaign was edited, and ends for leads on this step.' }];
  }
}

function adopt(step: Step, now: Step, same: boolean, sameOutside: boolean): Move {
  const named = now.id === step.id ? '' : `, now called "${now.id}"`;
  const text = `The campaign was edited; the lead goes on with it from here${named}.`;
  return { step: step.id, kind: 'adopt', to: now.id, ending: null, look: !(same && sameOutside), text };
}

function moveTo(step: Step, to: string): Move {
  const text = `The campaign was edited; the lead goes on at "${to}".`;
  return { step: step.id, kind: 'move_to', to, ending: null, look: true, text };
}

/** The step is gone: the lead goes on at the first of those behind it that is still there. */
function goOn(older: Plan, step: Step, present: (id: string) => Step | undefined): Move {
  const seen = new Set<string>();
  let next = nextOf(step);
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    const there = present(next);
    if (there !== undefined) return moveTo(step, there.id);
    const behind = older.steps.find(({ id }) => id === next);
    next = behind === undefined ? null : nextOf(behind);
  }
  const text = 'The campaign was edited, and nothing that lay ahead of the lead is left.';
  return { step: step.id, kind: 'end', to: null, ending: 'finished', look: true, text };
}

function nextOf(step: Step): string | null {
  return step.next;
}

/** Where a step leads to is the matter of the steps it leads to. */
const pointers: ReadonlySet<string> = new Set(['id', 'next', 'then', 'else', 'cases', 'outcomes', 'arms', 'best', 'round']);

function readsAsBefore(before: Step, now: Step): boolean {
  return isDeepStrictEqual(withoutPointers(before), withoutPointers(now));
}

function withoutPointers(step: Step): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(step).map(([key, value]) => [key, pointers.has(key) ? shapeOf(value) : value]),
  );
}

/** The words of what branches, without where they lead. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.keys(value).toSorted();
  return Array.isArray(value) ? value.length : null;
}
