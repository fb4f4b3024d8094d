import type { Plan, SendStep } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import { endingOf } from '../ending.js';
import { explain } from '../explain.js';
import { heldText } from '../held.js';
import { moment } from './moment.js';
import { notReached } from './reach.js';
import { scopeOf } from '../conditions/scope.js';
import { sendKey } from '../stable-hash.js';
import type { Facts, Verdict } from '../types.js';

/**
 * Whether this message may leave now: asked when it is decided, and again just before it is
 * handed over, so that a purchase, an objection or a full inbox in between still stops it.
 *
 * `planned` (epoch ms) is the instant the step was due: a message waits for room under the caps
 * no longer than the workspace allows, counted from there. `key` is the send's own, which stands in
 * nobody's way.
 */
export function gate(
  plan: Plan,
  step: SendStep,
  facts: Facts,
  now: number,
  planned: number = now,
  key: string = sendKey(facts.enrolment.id, step.id),
): Verdict {
  const ended = endingOf(plan, facts, now);
  if (ended !== undefined) return { kind: 'stop', ending: ended.ending, text: ended.text };
  if (facts.control?.state === 'held') return { kind: 'hold', until: now, detail: 'hold', text: heldText(facts) };
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    return { kind: 'skip', detail: 'condition', text: `Did not match: ${explain(step.when, scope)}.` };
  }
  return person(step, facts) ?? moment({ plan, step, facts, key, now, planned }) ?? { kind: 'send' };
}

/** Whether this person may be written to at all. */
function person(step: SendStep, facts: Facts): Verdict | undefined {
  const { lead, workspace } = facts;
  const away = notReached(step.channel, facts);
  if (away !== undefined) return away;
  const { topic } = step.email;
  if (step.email.class === 'transactional' || topic === undefined) return undefined;
  const said = lead.consent[topic];
  if (said === false) return { kind: 'skip', detail: 'unsubscribed', text: `Unsubscribed from ${topic}.` };
  if (said === undefined && workspace.topics[topic]?.opt !== 'out') {
    return { kind: 'skip', detail: 'no_consent', text: `No consent to ${topic} was given.` };
  }
  return undefined;
}
