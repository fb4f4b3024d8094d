import type { FitRuleAst } from '../../../grammar/ast/scoring.js';
import { everyPart } from '../../names/expressions-of.js';
import { scoringRule } from '../rule.js';

/** Values whose order is the same for every firm, the better ones last (domain.md S-07). */
const orders: readonly (readonly string[])[] = [
  ['personal', 'corporate'],
  ['staff', 'manager', 'director', 'vp', 'c_level'],
];

/** Whoever is nearer to deciding and paying never has fewer points. */
export const fitOrderReversed = scoringRule('C8111', ({ scoring, report }) => {
  for (const { name, rules } of scoring.fit) {
    for (const order of orders) {
      const given = order.flatMap((value) => {
        const rule = rules.find((candidate) => isFor(candidate, value));
        return rule === undefined ? [] : [{ value, rule }];
      });
      const at = given.findIndex(({ rule }, index) => (given[index - 1]?.rule.points.value ?? 0) > rule.points.value);
      const [worse, better] = [given[at - 1], given[at]];
      if (worse === undefined || better === undefined) continue;
      const labels = [{ span: worse.rule.points.span, text: `more for "${worse.value}"` }];
      report(better.rule.points.span, { factor: name.value, better: better.value, worse: worse.value }, { labels });
    }
  }
});

/** `== "vp"` or `in ["c_level", "vp"]`, with nothing else asked. */
function isFor({ when }: FitRuleAst, value: string): boolean {
  const asks = (when.kind === 'compare' && when.operator === '==') || (when.kind === 'in' && !when.negated);
  return asks && everyPart(when.right).some((part) => part.kind === 'text' && part.value === value);
}
