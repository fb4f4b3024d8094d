import type { Plan, SendStep } from '../../compiler/plan/ir.js';
import { msInWords } from '../../grammar/duration.js';
import { brokenCap } from './caps.js';
import { matches } from './condition.js';
import { endingOf } from './ending.js';
import { explain } from './explain.js';
import { isOpen, nextOpening, spreadOf } from './hours.js';
import { scopeOf } from './scope.js';
import { placeInWindow, sendKey } from './stable-hash.js';
import type { Facts, Verdict } from './types.js';
import { zoneOf } from './zone.js';

/**
 * Whether this message may leave now: asked when it is decided, and again just before it is
 * handed over, so that a purchase, an objection or a full inbox in between still stops it.
 *
 * `planned` (epoch ms) is the instant the step was due: a message waits for room under the caps
 * no longer than the workspace allows, counted from there.
 */
export function gate(plan: Plan, step: SendStep, facts: Facts, now: number, planned: number = now): Verdict {
  const ended = endingOf(plan, facts, now);
  if (ended !== undefined) return { kind: 'stop', ending: ended.ending, text: ended.text };
  const scope = scopeOf(plan.campaign, facts, now);
  if (step.when !== undefined && !matches(step.when, scope)) {
    return { kind: 'skip', detail: 'condition', text: `Did not match: ${explain(step.when, scope)}.` };
  }
  return person(step, facts) ?? moment(plan, step, facts, now, planned) ?? { kind: 'send' };
}

/** Whether this person may be written to at all. */
function person(step: SendStep, { lead, workspace }: Facts): Verdict | undefined {
  const address = lead.attributes['email'];
  if (typeof address !== 'string' || address === '') {
    return { kind: 'skip', detail: 'no_address', text: 'The lead has no e-mail address.' };
  }
  if (lead.suppressed) {
    return { kind: 'skip', detail: 'suppressed', text: 'The address is suppressed: it bounced or complained.' };
  }
  const { topic } = step.email;
  if (step.email.class === 'transactional' || topic === undefined) return undefined;
  const said = lead.consent[topic];
  if (said === false) return { kind: 'skip', detail: 'unsubscribed', text: `Unsubscribed from ${topic}.` };
  if (said === undefined && workspace.topics[topic]?.opt !== 'out') {
    return { kind: 'skip', detail: 'no_consent', text: `No consent to ${topic} was given.` };
  }
  return undefined;
}

/** Whether this is the moment: sending hours, then caps over all campaigns. */
function moment(plan: Plan, step: SendStep, facts: Facts, now: number, planned: number): Verdict | undefined {
  if (step.email.class === 'transactional') return undefined;
  const { workspace, lead, enrolment } = facts;
  const hours = step.email.hours === undefined ? undefined : workspace.hours[step.email.hours];
  const { zone } = zoneOf(facts);
  if (hours !== undefined && !isOpen(hours, zone, now)) {
    const spread = placeInWindow(spreadOf(hours), lead.id, plan.campaign, step.id);
    const until = nextOpening(hours, zone, now) + spread;
    return { kind: 'hold', until, detail: 'hours', text: `Outside the hours "${step.email.hours}".` };
  }
  const broken = brokenCap(workspace.caps, facts.sends, sendKey(enrolment.id, step.id), now);
  if (broken === undefined) return undefined;
  const cap = `${broken.count} marketing emails in ${msInWords(broken.windowMs)}`;
  if (broken.roomAt - planned > workspace.overCapDeferMs) {
    return { kind: 'skip', detail: 'over_cap', text: `The cap of ${cap} leaves no room in time.` };
  }
  return { kind: 'hold', until: broken.roomAt, detail: 'over_cap', text: `The cap of ${cap} is reached.` };
}
