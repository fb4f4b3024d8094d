import type { Audience, Entry, Expression, Given, Goal, Interests, Leave, MomentDue, Plan, Step, WatchedEntry } from './ir.js';
import { unreachable } from './ir.js';
import type { Reads } from './reads.js';
import { allReads, readsNothing, readsOf, sortedUnique } from './reads.js';

type Parts = Pick<Plan, 'enter' | 'watch' | 'leave' | 'steps'> & { readonly goal?: Goal };

/**
 * What can move a lead that rests in the campaign: leaves, the goal, what a wait looks for, the
 * date a step hangs on, and a message's own condition, which the gate asks while it is held.
 */
export function interestsOf({ leave, goal, steps }: Parts): Plan['interests'] {
  const reads = allReads([
    ...leave.map(leaveReads),
    ...(goal === undefined ? [] : [{ ...readsNothing, events: [goal.event] }, ...optional(goal.where).map(readsOf)]),
    ...steps.map(restReads),
  ]);
  const attributes = steps.some(goesByTheWallClock) ? [...reads.attributes, 'time_zone'] : reads.attributes;
  const account = reads.account.length === 0 ? {} : { account: reads.account };
  return { events: reads.events, attributes: sortedUnique(attributes), score: reads.score, ...account };
}

/** Events whose past is read anywhere: just these are loaded. */
export function historyOf({ enter, watch, leave, goal, steps }: Parts): readonly string[] {
  const expressions = [
    ...enter.flatMap(entryExpressions),
    ...(watch ?? []).flatMap(watchedExpressions),
    ...optional(goal?.where),
    ...steps.flatMap(stepExpressions),
  ];
  const conditions = expressions.map(readsOf);
  const waits = steps.flatMap((step) => (step.kind === 'wait' && step.forEvent !== undefined ? [step.forEvent] : []));
  const goals = goal === undefined ? [] : [goal.event];
  const read = allReads([...conditions, ...leave.map(leaveReads)]).events;
  return sortedUnique([...read, ...waits, ...goals, ...steps.flatMap(answersOf), ...silences([...enter, ...(watch ?? [])])]);
}

/** What breaks the silence after a trigger may have come in before the trigger did. */
function silences(entries: readonly (Entry | WatchedEntry)[]): readonly string[] {
  return entries.flatMap((entry) => ('unless' in entry ? (entry.unless?.events ?? []) : []));
}

/** What can turn the condition of a way in. */
export function turnInterests(condition: Expression): Interests {
  return interestsIn(readsOf(condition));
}

/** What can move the moment of a way in: a wall clock goes by the lead's zone, too. */
export function momentInterests(moment: MomentDue): Interests {
  return onTheWall(allReads(momentExpressions(moment).map(readsOf)));
}

export function scheduleInterests({ on }: Pick<Extract<WatchedEntry, { kind: 'every' }>, 'on'>): Interests {
  return onTheWall(on?.kind === 'date' ? readsOf(on.date) : readsNothing);
}

function onTheWall(reads: Reads): Interests {
  return interestsIn({ ...reads, attributes: sortedUnique([...reads.attributes, 'time_zone']) });
}

function interestsIn({ events, attributes, score, account }: Reads): Interests {
  return { events, attributes, score, ...(account.length === 0 ? {} : { account }) };
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
  const event = step.kind === 'wait' ? optional(step.forEvent) : answersOf(step);
  const expressions = [...askedAtRest(step), ...dueExpressions(step)];
  return allReads([...expressions.map(readsOf), { ...readsNothing, events: event }]);
}

/** A lead that waits for outcomes is told of them by an event. */
function answersOf(step: Step): readonly string[] {
  return step.kind === 'task' && step.outcomes !== undefined ? ['task_completed'] : [];
}

/** What can end the rest of a lead on the step. */
function askedAtRest(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'wait':
      return optional(step.forCondition);
    case 'send':
      return optional(step.when);
    case 'repeat':
      return optional(step.until);
    default:
      return [];
  }
}

/** A lead that moves to another zone is due at another moment. */
function goesByTheWallClock(step: Step): boolean {
  if (step.kind === 'send' && step.email.hours !== undefined) return true;
  return step.due.kind === 'at';
}

function entryExpressions({ where, again, to }: Entry): readonly Expression[] {
  return [...optional(where), ...(again.kind === 'each' ? [again.key] : []), ...audienceExpressions(to)];
}

function watchedExpressions(entry: WatchedEntry): readonly Expression[] {
  const { where, again } = entry;
  return [...optional(where), ...(again.kind === 'each' ? [again.key] : []), ...watched(entry)];
}

function watched(entry: WatchedEntry): readonly Expression[] {
  switch (entry.kind) {
    case 'changed':
      return [];
    case 'becomes':
      return [entry.condition];
    case 'at':
      return [...momentExpressions(entry.moment), ...audienceExpressions(entry.to)];
    case 'every':
      return [...(entry.on?.kind === 'date' ? [entry.on.date] : []), ...audienceExpressions(entry.to)];
    default:
      return unreachable(entry);
  }
}

function audienceExpressions(to: Audience | undefined): readonly Expression[] {
  return to === undefined ? [] : [to.when, ...optional(to.onePerAccountBy)];
}

function stepExpressions(step: Step): readonly Expression[] {
  return [...dueExpressions(step), ...ownExpressions(step)];
}

function dueExpressions({ due }: Step): readonly Expression[] {
  return due.kind === 'at' ? momentExpressions(due) : [];
}

function momentExpressions({ anchor }: MomentDue): readonly Expression[] {
  return anchor.kind === 'date' ? [anchor.date] : [];
}

function ownExpressions(step: Step): readonly Expression[] {
  switch (step.kind) {
    case 'send':
      return [...optional(step.when), ...optional(step.variants?.by)];
    case 'task':
      return [...optional(step.when), ...(step.assign ?? []).flatMap(({ when }) => optional(when))];
    case 'start':
      return optional(step.when);
    case 'do':
      return [...optional(step.when), ...optional(step.with).flatMap(givenExpressions)];
    case 'branch':
      return [step.on];
    case 'split':
      return optional(step.best?.measure);
    case 'repeat': {
      const items = step.round.kind === 'play' ? step.round.items : [];
      return [...optional(step.until), ...items.flatMap(({ when }) => optional(when))];
    }
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

function givenExpressions(given: Given): readonly Expression[] {
  switch (given.kind) {
    case 'value':
      return [];
    case 'expression':
      return [given.expression];
    case 'list':
      return given.items.flatMap(givenExpressions);
    case 'mapping':
      return Object.values(given.entries).flatMap(givenExpressions);
    default:
      return unreachable(given);
  }
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
