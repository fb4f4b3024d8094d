import type { DoStep, Expression, Given } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { stepKey } from '../choice/step-key.js';
import { evaluatorOf, matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { gate } from '../gate/gate.js';
import type { GivenValue } from '../pending/types.js';
import type { Scope } from '../conditions/scope.js';
import { scopeOf } from '../conditions/scope.js';
import { addDuration, printLocal } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/**
 * Has an engineers' action done; the lead stands here until it is. One that markets goes through
 * the gate like a message.
 */
export function takeDo(look: Look<DoStep>): Move {
  const { plan, step, facts, now, at } = look;
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) return skipped(look, 'condition', `Did not match: ${explain(step.when, scope)}.`);
  const kept = atTheGate(look);
  if (kept !== undefined) return kept;
  const { zone } = zoneOf(facts);
  const key = stepKey(look);
  const timeoutMs = step.timeout === undefined ? undefined : addDuration(zone, at, step.timeout) - at;
  return {
    progress: { step: step.id, since: at, pending: { kind: 'action', key } },
    effects: [
      {
        kind: 'act',
        key,
        step: step.id,
        action: step.action,
        config: step.with === undefined ? {} : (valueOf(step.with, scope) ?? {}),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
    ],
    reasons: [{ code: 'acting', step: step.id, detail: step.action, text: `${step.action} begins.`, at }],
  };
}

function atTheGate(look: Look<DoStep>): Move | undefined {
  const { plan, step, progress, facts, now, at, planned } = look;
  if (step.marketing === undefined) return undefined;
  const { id, due, next, marketing } = step;
  const asMessage = { kind: 'send', id, due, next, channel: step.action, template: id, email: marketing, unsure: 'skip' } as const;
  const verdict = gate(plan, asMessage, facts, now, planned);
  switch (verdict.kind) {
    case 'send':
      return undefined;
    case 'skip':
      return skipped(look, verdict.detail, verdict.text);
    case 'hold': {
      const { zone } = zoneOf(facts);
      const text = `${verdict.text} Held until ${printLocal(zone, verdict.until)} ${zone}.`;
      return {
        progress: { ...progress, hold: { until: verdict.until, detail: verdict.detail } },
        reasons: [{ code: 'held', step: id, detail: verdict.detail, text, at }],
      };
    }
    case 'stop':
      throw new Error(`the gate of ${id} stopped what no ending explains`);
    default:
      return unreachable(verdict);
  }
}

function skipped({ step, at }: Look<DoStep>, detail: string, text: string): Move {
  return { progress: goTo(step.next, at), reasons: [{ code: 'skipped', step: step.id, detail, text, at }] };
}

/** What is unknown is left out: the action's schema says whether it can do without. */
function valueOf(given: Given, scope: Scope): GivenValue | undefined {
  switch (given.kind) {
    case 'value':
      return given.value;
    case 'expression':
      return known(given.expression, scope);
    case 'list':
      return given.items.flatMap((item) => valueOf(item, scope) ?? []);
    case 'mapping': {
      const entries = Object.entries(given.entries).flatMap(([key, item]) => {
        const value = valueOf(item, scope);
        return value === undefined ? [] : [[key, value] as const];
      });
      return Object.fromEntries(entries);
    }
    default:
      return unreachable(given);
  }
}

function known(expression: Expression, scope: Scope): GivenValue | undefined {
  return evaluatorOf(expression)(scope);
}
