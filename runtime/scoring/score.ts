import type { ScoringPlan } from '../../compiler/plan/ir.js';
import { matches } from '../engine/conditions/condition.js';
import type { FurtherFacts } from '../engine/further-facts.js';
import type { Scope } from '../engine/conditions/scope.js';
import type { PastEvent } from '../engine/types.js';

/** Points one rule gives; `rule` is the factor's key in the file. */
export interface Points {
  readonly rule: string;
  readonly points: number;
}

/** What a pain rule gave the lead before. */
export interface PastPoints {
  readonly times: number;
  readonly total: number;
  /** How often on the UTC day of the event that is being scored. */
  readonly onDay: number;
}

/** Fit by factor: profile only, the first match of a factor counts (domain.md S-02, S-07). */
export function scoreFit(
  scoring: ScoringPlan,
  attributes: Readonly<Record<string, unknown>>,
  now: number,
  further: FurtherFacts = {},
): readonly Points[] {
  const scope: Scope = {
    ...further,
    campaign: '',
    attributes,
    score: { fit: 0, pain: 0 },
    now,
    events: [],
    sends: [],
  };
  return scoring.fit.flatMap(({ name, rules }) => {
    const rule = rules.find(({ when }) => matches(when, scope));
    return rule === undefined || rule.points === 0 ? [] : [{ rule: name, points: rule.points }];
  });
}

/** Pain from one event: behaviour, within each factor's `once`, `at most` and limit (S-11). */
export function scorePain(
  scoring: ScoringPlan,
  event: PastEvent,
  attributes: Readonly<Record<string, unknown>>,
  past: ReadonlyMap<string, PastPoints>,
  further: FurtherFacts = {},
): readonly Points[] {
  const scope: Scope = {
    ...further,
    campaign: '',
    attributes,
    score: { fit: 0, pain: 0 },
    now: event.at,
    event,
    events: [],
    sends: [],
  };
  return scoring.pain.flatMap((rule) => {
    if (rule.event !== event.name) return [];
    if (rule.where !== undefined && !matches(rule.where, scope)) return [];
    const before = past.get(rule.name) ?? { times: 0, total: 0, onDay: 0 };
    if (rule.once && before.times > 0) return [];
    if (rule.perDay !== undefined && before.onDay >= rule.perDay) return [];
    const room = rule.limit === undefined ? rule.points : rule.limit - before.total;
    const points = Math.min(rule.points, room);
    return points === 0 || (rule.points > 0 && points < 0) ? [] : [{ rule: rule.name, points }];
  });
}
