import type { Plan } from '../../compiler/plan/ir.js';
import { msInWords } from '../../grammar/duration.js';
import { matches } from './conditions/condition.js';
import { explain } from './explain.js';
import { isSinceEntry, scopeOf } from './conditions/scope.js';
import type { Ending, Facts } from './types.js';

export interface Ended {
  readonly ending: Ending;
  readonly detail: string;
  readonly text: string;
}

/**
 * Whether the campaign is over for the lead: the goal first, then the leaves in their order.
 *
 * Asked before every step and again in the hand-over of every message.
 */
export function endingOf(plan: Plan, facts: Facts, now: number): Ended | undefined {
  return reachedGoal(plan, facts, now) ?? left(plan, facts, now) ?? displaced(facts) ?? stopped(facts);
}

/** Whoever stops a campaign sends everybody home. */
function stopped({ control }: Facts): Ended | undefined {
  if (control?.state !== 'stopped') return undefined;
  return { ending: 'stopped', detail: 'stopped', text: `Stopped: ${control.reason}.` };
}

function reachedGoal(plan: Plan, facts: Facts, now: number): Ended | undefined {
  const { goal } = plan;
  if (goal === undefined) return undefined;
  const { enteredAt, entry } = facts.enrolment;
  const reached = facts.events.find(
    (event) =>
      event.name === goal.event &&
      event.at <= now &&
      event.at <= enteredAt + goal.withinMs &&
      isSinceEntry(event, entry, enteredAt) &&
      (goal.where === undefined || matches(goal.where, { ...scopeOf(plan.campaign, facts, now), event })),
  );
  if (reached === undefined) return undefined;
  return {
    ending: 'goal',
    detail: goal.event,
    text: `Goal reached: ${goal.event}, ${msInWords(reached.at - enteredAt)} after entry.`,
  };
}

/** Nobody is in two campaigns of which one excludes the other: entering there leaves here. */
function displaced({ enrolment: { displacedBy } }: Facts): Ended | undefined {
  if (displacedBy === undefined) return undefined;
  return { ending: 'left', detail: displacedBy, text: `Left: entered ${displacedBy}, which this campaign excludes.` };
}

function left(plan: Plan, facts: Facts, now: number): Ended | undefined {
  const scope = scopeOf(plan.campaign, facts, now);
  const { enteredAt, entry } = facts.enrolment;
  for (const leave of plan.leave) {
    if (leave.kind === 'when') {
      if (!matches(leave.when, scope)) continue;
      return { ending: 'left', detail: 'condition', text: `Left: ${explain(leave.when, scope)}.` };
    }
    const cause = facts.events.find(
      (event) =>
        event.name === leave.event &&
        event.at <= now &&
        isSinceEntry(event, entry, enteredAt) &&
        (leave.where === undefined || matches(leave.where, { ...scope, event })),
    );
    if (cause !== undefined) return { ending: 'left', detail: leave.event, text: `Left: ${leave.event}.` };
  }
  return undefined;
}
