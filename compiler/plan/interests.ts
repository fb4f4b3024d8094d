import type { Entry, Expression, Goal, Leave, Plan, Step } from './ir.js';
import { unreachable } from './ir.js';
import type { Reads } from './reads.js';
import { allReads, readsNothing, readsOf, sortedUnique } from './reads.js';

type Parts = Pick<Plan, 'enter' | 'leave' | 'steps'> & { readonly goal?: Goal };

/**
 * What can move a lead that rests in the campaign: leaves, the goal, what a wait looks for, the
 * date a step hangs on, and a message's own condition, which the gate asks while it is held.
 */
export function interestsOf({ leave, goal, steps }: Parts): Plan['interests'] {
  const reads = allReads([
    ...leave.map(leaveReads),
    ...(goal === undefined ? [] : [{ ...readsNothing, events: [goal.event] }]),
    ...steps.map(restReads),
  ]);
  const attributes = steps.some(goesByTheWallClock) ? [...reads.attributes, 'time_zone'] : reads.attributes;
  return { events: reads.events, attributes: sortedUnique(attributes), score: reads.score };
}

/** Events whose past is read anywhere: just these are loaded. */
export function historyOf({ enter, leave, goal, steps }: Parts): readonly string[] {
  const conditions = [...enter.flatMap(entryExpressions), ...steps.flatMap(stepExpressions)].map(readsOf);
  const waits = steps.flatMap((step) => (step.kind === 'wait' && step.forEvent !== undefined ? [step.forEvent] : []));
  const goals = goal === undefined ? [] : [goal.event];
  return sortedUnique([...allReads([...conditions, ...leave.map(leaveReads)]).events, ...waits, ...goals]);
}

function leaveReads(leave: Leave): Reads {
  switch (leave.kind) {
    case 'on':
      return allReads([{ ...readsNothing, events: [leave.event] }, ...optional(leave.where).map(readsOf)]);
    case 'when':
      return readsOf(leave.when);
    default:
      return unreachable(leave);
  }
}

function restReads(step: Step): Reads {
  const own = step.kind === 'wait' ? optional(step.forCondition) : step.kind === 'send' ? optional(step.when) : [];
  const event = step.kind === 'wait' ? optional(step.forEvent) : [];
  return allReads([...own.map(readsOf), ...dueExpressions(step).map(readsOf), { ...readsNothing, events: event }]);
}

/** A lead that moves to another zone is due at another moment. */
function goesByTheWallClock(step: Step): boolean {
  if (step.kind === 'send' && step.email.hours !== undefined) return true;
  return step.due.kind === 'at';
}

function entryExpressions({ where, again }: Entry): readonly Expression[] {
  return [...optional(where), ...(again.kind === 'each' ? [again.key] : [])];
}

function stepExpressions(step: Step): readonly Expression[] {
  return [...dueExpressions(step), ...ownExpressions(step)];
}

function dueExpressions({ due }: Step): readonly Expression[] {
  return due.kind === 'at' && due.anchor.kind === 'date' ? [due.anchor.date] : [];
}

function ownExpressions(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'send':
    case 'task':
      return optional(step.when);
    case 'if':
      return [step.when];
    case 'wait':
      return optional(step.forCondition);
    case 'set':
      return [step.to, ...optional(step.when)];
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
