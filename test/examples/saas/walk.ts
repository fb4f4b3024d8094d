import type { Plan, Release } from '../../../compiler/plan/ir.js';
import type { StoryAct } from '../../../examples/saas/story.js';
import { advance } from '../../../runtime/engine/advance.js';
import { begin } from '../../../runtime/engine/begin.js';
import { admit } from '../../../runtime/engine/enter.js';
import type { Facts, PastEvent, PastSend, Progress, Reason } from '../../../runtime/engine/types.js';
import type { PastPoints } from '../../../runtime/scoring/score.js';
import { scoreFit, scorePain } from '../../../runtime/scoring/score.js';

export interface Told extends Reason {
  readonly userId: string;
  readonly campaign: string;
}

interface Inside {
  readonly plan: Plan;
  readonly enrolment: Facts['enrolment'];
  readonly progress: Progress;
  readonly due: number;
}

const dayMs = 86_400_000;

/** Walks every lead of a story through all campaigns at once, with the engine, as far as `until` (epoch ms). */
export function walkStory(release: Release, acts: readonly StoryAct[], until: number): readonly Told[] {
  const leads = [...new Set(acts.map(({ userId }) => userId))];
  return leads.flatMap((userId) => walkLead(release, userId, acts.filter((act) => act.userId === userId), until));
}

/** A claimed message counts as sent at once; all else is what production decides by. */
function walkLead({ workspace, campaigns }: Release, userId: string, acts: readonly StoryAct[], until: number): Told[] {
  const told: Told[] = [];
  const past: PastEvent[] = [];
  const given: { readonly rule: string; readonly points: number; readonly onDay: number }[] = [];
  const entered = new Map<string, { keys: Set<string>; last: number }>();
  let lead: Facts['lead'] = { id: userId, attributes: {}, score: { fit: 0, pain: 0 }, consent: {}, suppressed: false };
  let sends: readonly PastSend[] = [];
  let open: readonly Inside[] = [];
  let ready = false;

  const look = (inside: Inside, now: number): Inside | undefined => {
    const { plan, enrolment } = inside;
    let { progress } = inside;
    for (;;) {
      const moved = advance(plan, progress, { lead, enrolment, events: past, sends, workspace }, now);
      ({ progress } = moved);
      told.push(...moved.why.map((reason) => ({ ...reason, userId, campaign: plan.campaign })));
      for (const effect of moved.effects) {
        if (effect.kind === 'set') {
          lead = { ...lead, attributes: { ...lead.attributes, [effect.attribute]: effect.value } };
        }
        if (effect.kind === 'claim') {
          const { key, step, class: kind } = effect;
          sends = [...sends, { key, campaign: plan.campaign, step, class: kind, state: 'sent', at: now }];
          told.push({ code: 'sent', step, text: 'Sent.', at: now, userId, campaign: plan.campaign });
        }
      }
      if (moved.rest.kind === 'end') return undefined;
      if (moved.rest.kind === 'wait') {
        return { plan, enrolment, progress, due: moved.rest.until ?? Number.POSITIVE_INFINITY };
      }
    }
  };

  const lookAll = (now: number): void => {
    open = open.flatMap((inside) => look(inside, now) ?? []);
  };

  const rescore = (event: PastEvent | undefined, now: number): void => {
    const { scoring } = workspace;
    if (scoring === undefined) return;
    const fit = scoreFit(scoring, lead.attributes, now).reduce((sum, { points }) => sum + points, 0);
    const points = event === undefined ? [] : scorePain(scoring, event, lead.attributes, pastPoints(given, now));
    given.push(...points.map((one) => ({ ...one, onDay: Math.floor(now / dayMs) })));
    const pain = given.reduce((sum, one) => sum + one.points, 0);
    lead = { ...lead, score: { fit, pain } };
    const before = ready;
    ready = fit + pain >= scoring.ready;
    if (ready && !before) happen('sdr_ready', now, { fit, pain, total: fit + pain });
  };

  const happen = (name: string, at: number, properties: Readonly<Record<string, unknown>>): void => {
    const event: PastEvent = { seq: past.length + 1, name, at, properties };
    past.push(event);
    const { topic } = properties;
    if (name === 'unsubscribed' && typeof topic === 'string') {
      lead = { ...lead, consent: { ...lead.consent, [topic]: false } };
    }
    lookAll(at);
    for (const { plan } of campaigns) {
      const before = entered.get(plan.campaign) ?? { keys: new Set<string>(), last: Number.NaN };
      const admission = admit(
        plan,
        event,
        {
          lead,
          events: past,
          sends,
          inside: open.some((inside) => inside.plan === plan),
          ...(before.keys.size === 0 ? {} : { lastEnteredAt: before.last }),
          keys: before.keys,
        },
      );
      if (admission.kind !== 'enter') continue;
      entered.set(plan.campaign, { keys: new Set([...before.keys, admission.key]), last: at });
      const enrolment = { id: `${userId}/${plan.campaign}/${admission.key}`, enteredAt: at, entry: event };
      const inside = look({ plan, enrolment, progress: begin(plan, at), due: at }, at);
      if (inside !== undefined) open = [...open, inside];
    }
    rescore(event, at);
  };

  for (const act of [...acts, undefined]) {
    const at = act?.at ?? until;
    for (let due = earliest(open); due < at; due = earliest(open)) lookAll(due);
    if (act?.kind === 'identify') {
      lead = { ...lead, attributes: { ...lead.attributes, ...act.traits } };
      rescore(undefined, at);
      lookAll(at);
    }
    if (act?.kind === 'track') happen(act.name, at, act.properties);
  }
  return told;
}

function earliest(open: readonly Inside[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...open.map(({ due }) => due));
}

function pastPoints(
  given: readonly { readonly rule: string; readonly points: number; readonly onDay: number }[],
  now: number,
): ReadonlyMap<string, PastPoints> {
  const today = Math.floor(now / dayMs);
  return new Map(
    [...new Set(given.map(({ rule }) => rule))].map((rule) => {
      const own = given.filter((one) => one.rule === rule);
      const total = own.reduce((sum, { points }) => sum + points, 0);
      return [rule, { times: own.length, total, onDay: own.filter(({ onDay }) => onDay === today).length }];
    }),
  );
}
