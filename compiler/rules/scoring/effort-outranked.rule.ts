import type { PainRuleAst } from '../../../grammar/ast/scoring.js';
import type { Declared } from '../../names/declared.js';
import { scoringRule } from '../rule.js';

interface Ranked {
  readonly rule: PainRuleAst;
  readonly effort: number;
  readonly product: boolean;
}

/**
 * What costs a lead more time shows more pain (domain.md S-13).
 *
 * Points that outcomes gave are right whatever they cost. Acts in the product are compared among themselves:
 * that they count for more than others is `product-outranked`.
 */
export const effortOutranked = scoringRule('C8108', ({ scoring, declared, clean, report }) => {
  if (!clean) return;
  const ranked = scoring.pain.flatMap((rule) => rankedOf(rule, declared));
  for (const { rule, effort, product } of ranked) {
    const harder = ranked
      .filter((other) => other.product === product && other.effort > effort && other.rule.points.value < rule.points.value)
      .toSorted((one, other) => one.rule.points.value - other.rule.points.value)[0];
    if (harder === undefined) continue;
    const labels = [{ span: harder.rule.points.span, text: `effort ${harder.effort}` }];
    const against = { other: harder.rule.name.value, otherPoints: harder.rule.points.value, otherEffort: harder.effort };
    report(rule.points.span, { factor: rule.name.value, points: rule.points.value, effort, ...against }, { labels });
  }
});

function rankedOf(rule: PainRuleAst, { events }: Declared): readonly Ranked[] {
  const event = events.get(rule.event.value)?.ast;
  if (event?.effort === undefined || rule.basis?.value === 'calibrated' || rule.points.value <= 0) return [];
  return [{ rule, effort: event.effort.value, product: event.product?.value === true }];
}
