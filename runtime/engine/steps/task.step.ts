import type { TaskStep } from '../../../compiler/plan/ir.js';
import { stepKey } from '../choice/step-key.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { assignmentOf } from '../pending/assignment.js';
import { tellerOf } from '../pending/members.js';
import { scopeOf } from '../conditions/scope.js';
import { addDuration, printLocal } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Gives a team something to do. Only where the author asks for an outcome does the lead wait. */
export function takeTask({ plan, step, progress, facts, now, at }: Look<TaskStep>): Move {
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
  const key = stepKey({ step, progress, facts });
  const { team, title, outcomes } = step;
  const assign = assignmentOf(step, facts, scope);
  const tell = tellerOf(facts.workspace, team, assign?.to);
  return {
    progress:
      outcomes === undefined
        ? goTo(step.next, at)
        : { step: step.id, since: at, pending: { kind: 'task', key, dueAt } },
    effects: [
      {
        kind: 'task',
        key,
        step: step.id,
        team,
        title,
        dueAt,
        ...(assign === undefined ? {} : { assign }),
        ...(tell === undefined ? {} : { tell }),
        ...(outcomes === undefined ? {} : { outcomes: Object.keys(outcomes).filter((name) => name !== 'late').sort() }),
      },
    ],
    reasons: [{ code: 'task', step: step.id, detail: team, text, at }],
  };
}
