import type { PainRuleAst } from '../../../grammar/ast/scoring.js';
import { isPageView } from './vanity-points.rule.js';
import { scoringRule } from '../rule.js';

/**
 * Programs that look for dangerous links open all of them, and so visit every page that a mail names. What they
 * can bring together stays below the target (domain.md S-12).
 */
export const clicksReachTarget = scoringRule('C8115', ({ scoring, clean, report }) => {
  if (scoring.ready === undefined || !clean) return;
  const limits = new Map(scoring.limits.map(({ name, points }) => [name.value, points.value]));
  const visits = scoring.pain.flatMap((rule) => {
    if (!isPageView(rule.event.value) || rule.points.value <= 0) return [];
    return [{ rule, most: Math.min(mostInADay(rule), limits.get(rule.name.value) ?? Number.POSITIVE_INFINITY) }];
  });
  const most = visits.reduce((sum, visit) => sum + visit.most, 0);
  const [worst] = visits.toSorted((one, other) => other.most - one.most);
  if (worst === undefined || most < scoring.ready.value) return;
  const factors = visits.map(({ rule }) => rule.name.value);
  const labels = [{ span: scoring.ready.span, text: 'the target' }];
  const at = { factors, ready: scoring.ready.value, ...(Number.isFinite(most) ? { most } : {}) };
  report(worst.rule.points.span, at, { labels });
});

/** How many links to such pages a mail has nobody can say, so a rule without a count has no end. */
function mostInADay({ points, once, perDay }: PainRuleAst): number {
  if (once) return points.value;
  return perDay === undefined ? Number.POSITIVE_INFINITY : points.value * perDay.value;
}
