import type { SetStep } from '../../../compiler/plan/ir.js';
import { stepKey } from '../choice/step-key.js';
import { evaluatorOf, matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { scopeOf } from '../conditions/scope.js';
import type { Facts } from '../types.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Writes one attribute of the lead or of its account; an unknown value clears it. */
export function takeSet({ plan, step, progress, facts, now, at }: Look<SetStep>): Move {
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    const text = `Did not match: ${explain(step.when, scope)}.`;
    return {
      progress: goTo(step.next, at),
      reasons: [{ code: 'skipped', step: step.id, detail: 'condition', text, at }],
    };
  }
  const value = evaluatorOf(step.to)(scope) ?? null;
  const { attribute, of } = step;
  if (of === 'account' && facts.account === undefined) {
    const text = 'The lead belongs to no account.';
    return { progress: goTo(step.next, at), reasons: [{ code: 'skipped', step: step.id, detail: 'no_account', text, at }] };
  }
  return {
    progress: goTo(step.next, at),
    effects: [{ kind: 'set', ...(of === undefined ? {} : { of }), key: stepKey({ step, progress, facts }), step: step.id, attribute, value }],
    reasons: [{ code: 'set', step: step.id, detail: attribute, text: `Set ${of ?? 'lead'}.${attribute}.`, at }],
    facts: of === undefined ? withAttribute(facts, attribute, value) : withAccountAttribute(facts, attribute, value),
  };
}

function withAttribute(facts: Facts, name: string, value: unknown): Facts {
  const attributes = { ...facts.lead.attributes, [name]: value };
  return { ...facts, lead: { ...facts.lead, attributes } };
}

function withAccountAttribute(facts: Facts, name: string, value: unknown): Facts {
  const { account } = facts;
  return account === undefined ? facts : { ...facts, account: { ...account, attributes: { ...account.attributes, [name]: value } } };
}
