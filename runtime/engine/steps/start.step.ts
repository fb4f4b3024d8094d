import type { StartStep } from '../../../compiler/plan/ir.js';
import { startedProperties } from '../choice/started.js';
import { stepKey } from '../choice/step-key.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { scopeOf } from '../conditions/scope.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Lets the lead into another campaign as well, with the event that let it in here; it goes on at once. */
export function takeStart(look: Look<StartStep>): Move {
  const { plan, step, facts, now, at } = look;
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    const text = `Did not match: ${explain(step.when, scope)}.`;
    return {
      progress: goTo(step.next, at),
      reasons: [{ code: 'skipped', step: step.id, detail: 'condition', text, at }],
    };
  }
  const { campaign } = step;
  const properties = startedProperties(campaign, facts.enrolment.entry.properties, plan.campaign);
  return {
    progress: goTo(step.next, at),
    effects: [{ kind: 'start', key: stepKey(look), step: step.id, campaign, properties }],
    reasons: [{ code: 'started', step: step.id, detail: campaign, text: `Started the campaign ${campaign}.`, at }],
  };
}
