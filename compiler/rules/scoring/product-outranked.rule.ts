import type { PainRuleAst } from '../../../grammar/ast/scoring.js';
import { scoringRule } from '../rule.js';

/** What people do in the product says more about buying than anything else (domain.md S-10). */
export const productOutranked = scoringRule('C8104', ({ scoring, declared, clean, report }) => {
  if (!clean) return;
  const inProduct = ({ event }: PainRuleAst) => declared.events.get(event.value)?.ast.product?.value === true;
  const known = scoring.pain.filter(({ event }) => declared.events.has(event.value));
  const best = bestOf(known.filter(inProduct));
  const other = bestOf(known.filter((rule) => !inProduct(rule)));
  if (best === undefined || other === undefined || other.points.value < best.points.value) return;
  const labels = [{ span: best.points.span, text: 'the best product rule' }];
  const outranked = { best: best.points.value, product: best.name.value };
  report(other.points.span, { factor: other.name.value, points: other.points.value, ...outranked }, { labels });
});

function bestOf(rules: readonly PainRuleAst[]): PainRuleAst | undefined {
  return [...rules].sort((one, other) => other.points.value - one.points.value)[0];
}
