import type { Plan, Scalar, WorkspacePlan } from '../../compiler/plan/ir.js';
import { advance } from '../engine/advance.js';
import { begin } from '../engine/begin.js';
import { admit } from '../engine/enter.js';
import type { Facts, PastEvent, PastSend, Progress, Reason } from '../engine/types.js';
import type { PastPoints } from '../scoring/score.js';
import { scoreFit, scorePain } from '../scoring/score.js';

/** One lead, one campaign, and what happens to the lead. */
export interface Simulation {
  readonly plan: Plan;
  readonly workspace: WorkspacePlan;
  readonly attributes: Readonly<Record<string, Scalar>>;
  /** In order of time. */
  readonly events: readonly PastEvent[];
  /** Epoch ms; a lead that still rests then is left standing. */
  readonly until: number;
}

export interface Simulated {
  readonly why: readonly Reason[];
  /** The step the lead stands on at the end, if it is still inside. */
  readonly standsOn?: string;
  readonly entered: boolean;
}

/**
 * Walks one lead through one campaign in virtual time, with the engine that production runs.
 *
 * Every message that is claimed counts as sent at once; nothing else is assumed.
 */
export function simulateLead({ plan, workspace, attributes, events, until }: Simulation): Simulated {
  const why: Reason[] = [];
  const past: PastEvent[] = [];
  const points = new Map<string, PastPoints[]>();
  let lead: Facts['lead'] = {
    id: 'simulated',
    attributes,
    score: { fit: 0, pain: 0 },
    consent: {},
    suppressed: false,
  };
  let sends: readonly PastSend[] = [];
  let inside: { progress: Progress; enrolment: Facts['enrolment']; due: number | undefined } | undefined;
  const keys = new Set<string>();
  let lastEnteredAt: number | undefined;

  const look = (now: number): void => {
    while (inside !== undefined) {
      const facts: Facts = { lead, enrolment: inside.enrolment, events: past, sends, workspace };
      const moved = advance(plan, inside.progress, facts, now);
      why.push(...moved.why);
      for (const effect of moved.effects) {
        if (effect.kind === 'set') {
          lead = { ...lead, attributes: { ...lead.attributes, [effect.attribute]: effect.value } };
        }
        if (effect.kind === 'claim') {
          const { key, step } = effect;
          const at = moved.progress.claim?.at ?? now;
          sends = [...sends, { key, campaign: plan.campaign, step, class: effect.class, state: 'sent', at }];
          why.push({ code: 'sent', step, text: 'Sent.', at });
        }
      }
      if (moved.rest.kind === 'end') inside = undefined;
      else if (moved.rest.kind === 'deliver') inside = { ...inside, progress: moved.progress };
      else {
        inside = { ...inside, progress: moved.progress, due: moved.rest.until };
        return;
      }
    }
  };

  const happen = (event: PastEvent): void => {
    past.push(event);
    lead = rescored(lead, event, workspace, points);
    if (event.name === 'unsubscribed' || event.name === 'subscribed') {
      lead = { ...lead, consent: withConsent(lead, event, workspace) };
    }
    look(event.at);
    const admission = admit(
      plan,
      event,
      {
        lead,
        events: past,
        sends,
        inside: inside !== undefined,
        ...(lastEnteredAt === undefined ? {} : { lastEnteredAt }),
        keys,
      },
      event.at,
    );
    if (admission.kind !== 'enter' || keys.has(admission.key)) return;
    keys.add(admission.key);
    lastEnteredAt = event.at;
    const id = `simulated-${keys.size}`;
    inside = {
      progress: begin(plan, event.at),
      enrolment: { id, enteredAt: event.at, entry: event },
      due: undefined,
    };
    look(event.at);
  };

  let next = 0;
  for (;;) {
    const event = events[next];
    const due = inside?.due ?? Number.POSITIVE_INFINITY;
    const at = Math.min(event?.at ?? Number.POSITIVE_INFINITY, due);
    if (at > until || at === Number.POSITIVE_INFINITY) break;
    if (event !== undefined && event.at <= due) {
      happen(event);
      next += 1;
    } else look(due);
  }
  const step = inside?.progress.step;
  return { why, entered: keys.size > 0, ...(step === undefined || step === null ? {} : { standsOn: step }) };
}

const dayMs = 86_400_000;

function rescored(
  lead: Facts['lead'],
  event: PastEvent,
  { scoring }: WorkspacePlan,
  given: Map<string, PastPoints[]>,
): Facts['lead'] {
  if (scoring === undefined) return lead;
  const fit = scoreFit(scoring, lead.attributes, event.at).reduce((sum, { points }) => sum + points, 0);
  const past = new Map(
    [...given].map(([rule, all]) => [
      rule,
      {
        times: all.length,
        total: all.reduce((sum, { total }) => sum + total, 0),
        onDay: all.filter(({ onDay }) => onDay === Math.floor(event.at / dayMs)).length,
      },
    ]),
  );
  let { pain } = lead.score;
  for (const { rule, points } of scorePain(scoring, event, lead.attributes, past)) {
    pain = Math.max(0, pain + points);
    const entry = { times: 1, total: points, onDay: Math.floor(event.at / dayMs) };
    given.set(rule, [...(given.get(rule) ?? []), entry]);
  }
  return { ...lead, score: { fit: Math.max(0, fit), pain } };
}

function withConsent(lead: Facts['lead'], event: PastEvent, { topics }: WorkspacePlan): Facts['lead']['consent'] {
  const { topic } = event.properties;
  const named = typeof topic === 'string' ? [topic] : Object.keys(topics);
  const granted = event.name === 'subscribed';
  return { ...lead.consent, ...Object.fromEntries(named.map((name) => [name, granted])) };
}
