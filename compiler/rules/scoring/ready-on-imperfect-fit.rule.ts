import type { FitFactorAst } from '../../../grammar/ast/scoring.js';
import { scoringRule } from '../rule.js';

/** Without a single act only a perfect profile is worth a call (domain.md S-19): one factor below its top is not. */
export const readyOnImperfectFit = scoringRule('C8110', ({ scoring, clean, report }) => {
  if (scoring.ready === undefined || scoring.fit.length === 0 || !clean) return;
  const steps = scoring.fit.map(stepDown);
  const perfect = steps.reduce((sum, { top }) => sum + top, 0);
  const [smallest] = steps.filter(({ top }) => top > 0).toSorted((one, other) => one.top - one.next - (other.top - other.next));
  if (smallest === undefined) return;
  const most = perfect - (smallest.top - smallest.next);
  const { factor, next } = smallest;
  if (most >= scoring.ready.value) report(scoring.ready.span, { ready: scoring.ready.value, most, factor, next });
});

/** The most a factor gives, and the next less: without a match it gives nothing. */
function stepDown({ name, rules }: FitFactorAst) {
  const levels = [...new Set([0, ...rules.map(({ points }) => points.value)])].toSorted((one, other) => other - one);
  const [top = 0, next = 0] = levels;
  return { factor: name.value, top, next };
}
