import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { FurtherFacts } from '../engine/further-facts.js';
import type { Facts, PastEvent } from '../engine/types.js';
import type { Gift } from '../scoring/fades.js';
import { nextFade, pointsLeft } from '../scoring/fades.js';
import { scoreFit, scorePain } from '../scoring/score.js';

type Lead = Facts['lead'];

/** The score of one simulated lead, as production keeps it. */
export interface SimulatedScore {
  /** The lead once this event was worked in. */
  hear(lead: Lead, event: PastEvent, further: FurtherFacts): Lead;
  /** The lead once the points that time takes are gone. */
  fadeTo(lead: Lead, now: number): Lead;
  /** The next moment at which a point fades away. */
  nextFade(now: number): number | undefined;
}

const dayMs = 86_400_000;

interface RulePoints {
  readonly gifts: Gift[];
  /** What is left of them in the score. */
  total: number;
}

export function createSimulatedScore({ scoring }: WorkspacePlan, fixedFit?: number): SimulatedScore {
  const given = new Map<string, RulePoints>();
  const fading = (scoring?.pain ?? []).flatMap(({ name, fadesMs }) => (fadesMs === undefined ? [] : [{ name, fadesMs }]));

  const add = (lead: Lead, rule: string, points: number): { readonly lead: Lead; readonly taken: number } => {
    const { fit, pain, ...since } = lead.score;
    const after = Math.max(0, pain + points);
    const before = given.get(rule) ?? { gifts: [], total: 0 };
    before.total += after - pain;
    given.set(rule, before);
    return { lead: { ...lead, score: { fit, pain: after, ...since } }, taken: after - pain };
  };

  const fadeTo = (lead: Lead, now: number): Lead => {
    let faded = lead;
    for (const { name, fadesMs } of fading) {
      const { gifts, total } = given.get(name) ?? { gifts: [], total: 0 };
      const points = pointsLeft(gifts, fadesMs, now) - total;
      if (points !== 0) faded = add(faded, name, points).lead;
    }
    return faded;
  };

  return {
    hear(before, event, further) {
      const since = Math.min(before.score.since ?? event.at, event.at);
      let lead: Lead = { ...before, score: { ...before.score, since } };
      if (scoring === undefined) return lead;
      const fits = scoreFit(scoring, lead.attributes, event.at, further).reduce((sum, { points }) => sum + points, 0);
      lead = { ...lead, score: { ...lead.score, fit: Math.max(0, fixedFit ?? fits) } };
      const day = Math.floor(event.at / dayMs);
      const past = new Map(
        [...given].map(([rule, { gifts, total }]) => {
          const onDay = gifts.filter(({ at }) => Math.floor(at / dayMs) === day).length;
          return [rule, { times: gifts.length, total, onDay }];
        }),
      );
      for (const { rule, points } of scorePain(scoring, event, lead.attributes, past, further)) {
        const added = add(lead, rule, points);
        lead = added.lead;
        given.get(rule)?.gifts.push({ points: added.taken, at: event.at });
      }
      return fadeTo(lead, event.at);
    },
    fadeTo,
    nextFade(now) {
      const moments = fading.flatMap(({ name, fadesMs }) => nextFade(given.get(name)?.gifts ?? [], fadesMs, now) ?? []);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
  };
}
