import type { WaitStep } from '../../../compiler/plan/ir.js';
import { durationInWords } from '../../../grammar/duration.js';
import { addDuration, printLocal } from '../time/civil-time.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { isSinceEntry, scopeOf } from '../conditions/scope.js';
import type { Facts } from '../types.js';
import { zoneOf } from '../time/zone.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Waits for an event since entry or for a condition, at most so long; already so means no wait. */
export function takeWait({ plan, step, progress, facts, now, planned }: Look<WaitStep>): Move {
  if (step.forEvent === undefined && step.forCondition === undefined) {
    return { progress: goTo(step.then, planned) };
  }
  const { zone } = zoneOf(facts);
  const limit = step.atMost === undefined ? undefined : addDuration(zone, planned, step.atMost);
  const met = metAt({ step, facts, now, planned, campaign: plan.campaign });
  if (met !== undefined && (limit === undefined || met.at <= limit)) {
    return {
      progress: goTo(step.then, Math.max(planned, met.at)),
      reasons: [{ code: 'waited', step: step.id, detail: 'then', text: met.text, at: now }],
    };
  }
  if (limit !== undefined && now >= limit) {
    const text =
      step.atMost === undefined ? '' : `Nothing came within ${durationInWords(step.atMost)}.`;
    return {
      progress: goTo(step.else, limit),
      reasons: [{ code: 'waited', step: step.id, detail: 'else', text, at: limit }],
    };
  }
  const end = limit === undefined ? '' : `, until ${printLocal(zone, limit)} ${zone} at most`;
  const what = step.forEvent ?? 'its condition';
  return {
    progress: { ...progress, noted: true },
    reasons:
      progress.noted === true
        ? []
        : [{ code: 'waiting', step: step.id, text: `Waits for ${what}${end}.`, at: now }],
    rest: limit === undefined ? { kind: 'wait' } : { kind: 'wait', until: limit },
  };
}

interface Question {
  readonly campaign: string;
  readonly step: WaitStep;
  readonly facts: Facts;
  readonly now: number;
  readonly planned: number;
}

/** When it came about, as far as that can be told: an event at its own moment, a condition now. */
function metAt({ campaign, step, facts, now }: Question): { at: number; text: string } | undefined {
  if (step.forEvent !== undefined) {
    const { entry, enteredAt } = facts.enrolment;
    const event = facts.events.find(
      ({ name, at, ...rest }) =>
        name === step.forEvent && at <= now && isSinceEntry({ name, at, ...rest }, entry, enteredAt),
    );
    return event === undefined ? undefined : { at: event.at, text: `${event.name} came.` };
  }
  if (step.forCondition === undefined) return undefined;
  const scope = scopeOf(campaign, facts, now);
  if (!matches(step.forCondition, scope)) return undefined;
  return { at: now, text: `Now so: ${explain(step.forCondition, scope)}.` };
}
