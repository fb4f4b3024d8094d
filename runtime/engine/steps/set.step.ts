import type { SetStep } from '../../../compiler/plan/ir.js';
import { evaluatorOf, matches } from '../condition.js';
import { explain } from '../explain.js';
import { notYet } from '../not-yet.js';
import { scopeOf } from '../scope.js';
import type { Facts } from '../types.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Writes one attribute of the lead; an unknown value clears it. */
export function takeSet({ plan, step, facts, now, at }: Look<SetStep>): Move {
  if (step.of !== undefined) notYet('an attribute of the account');
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    const text = `Did not match: ${explain(step.when, scope)}.`;
    return {
      progress: goTo(step.next, at),
      reasons: [{ code: 'skipped', step: step.id, detail: 'condition', text, at }],
    };
  }
  const value = evaluatorOf(step.to)(scope) ?? null;
  const { attribute } = step;
  return {
    progress: goTo(step.next, at),
    effects: [{ kind: 'set', step: step.id, attribute, value }],
    reasons: [{ code: 'set', step: step.id, detail: attribute, text: `Set lead.${attribute}.`, at }],
    facts: withAttribute(facts, attribute, value),
  };
}

function withAttribute(facts: Facts, name: string, value: unknown): Facts {
  const attributes = { ...facts.lead.attributes, [name]: value };
  return { ...facts, lead: { ...facts.lead, attributes } };
}
