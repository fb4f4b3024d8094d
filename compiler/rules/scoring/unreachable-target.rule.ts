import type { PainRuleAst, ScoringAst } from '../../../grammar/ast/scoring.js';
import { scoringRule } from '../rule.js';

/** A target above all points together makes nobody ready. */
export const unreachableTarget = scoringRule('C8103', ({ scoring, clean, report }) => {
  if (scoring.ready === undefined || !clean) return;
  const most = mostPoints(scoring);
  if (most < scoring.ready.value) report(scoring.ready.span, { ready: scoring.ready.value, most });
});

function mostPoints({ fit, pain, limits }: ScoringAst): number {
  const limitOf = new Map(limits.map(({ name, points }) => [name.value, points.value]));
  const fitMost = fit.map(({ rules }) => Math.max(0, ...rules.map(({ points }) => points.value)));
  const painMost = pain.map((rule) => {
    return Math.min(mostOfPain(rule), limitOf.get(rule.name.value) ?? Number.POSITIVE_INFINITY);
  });
  return [...fitMost, ...painMost].reduce((sum, points) => sum + points, 0);
}

/** A rule that counts again and again has no end of its own. */
function mostOfPain({ points, once }: PainRuleAst): number {
  if (points.value <= 0) return 0;
  return once ? points.value : Number.POSITIVE_INFINITY;
}
