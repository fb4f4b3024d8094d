import type { TaskStep } from '../../../compiler/plan/ir.js';
import { addDuration, printLocal } from '../civil-time.js';
import { matches } from '../condition.js';
import { explain } from '../explain.js';
import { notYet } from '../not-yet.js';
import { scopeOf } from '../scope.js';
import { sendKey } from '../stable-hash.js';
import { zoneOf } from '../zone.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Gives a team something to do; the lead goes on at once. */
export function takeTask({ plan, step, facts, now, at }: Look<TaskStep>): Move {
  if (step.assign !== undefined || step.outcomes !== undefined) notYet('a task with "assign" or "outcomes"');
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    const text = `Did not match: ${explain(step.when, scope)}.`;
    return {
      progress: goTo(step.next, at),
      reasons: [{ code: 'skipped', step: step.id, detail: 'condition', text, at }],
    };
  }
  const { zone } = zoneOf(facts);
  const dueAt = addDuration(zone, at, step.dueIn);
  const text = `Task for ${step.team}: ${step.title}, due ${printLocal(zone, dueAt)} ${zone}.`;
  const key = sendKey(facts.enrolment.id, step.id);
  const { team, title } = step;
  return {
    progress: goTo(step.next, at),
    effects: [{ kind: 'task', key, step: step.id, team, title, dueAt }],
    reasons: [{ code: 'task', step: step.id, detail: team, text, at }],
  };
}
