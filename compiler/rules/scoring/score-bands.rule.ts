import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { Span } from '../../../grammar/span.js';
import { everyPart, expressionsOfCampaign } from '../../names/expressions-of.js';
import { onceFor } from '../../once-for.js';
import { projectRule } from '../rule.js';

/** Letters and temperatures mean nothing that anybody agreed on: there is one target and two states (domain.md S-03, S-04). */
export const scoreBands = projectRule('C8112', ({ campaigns, declared, report }) => {
  const bands = [
    ...campaigns.flatMap(({ campaign }) => bandsOf(campaign)),
    ...[...declared.segments.values()].flatMap(({ when }) => bandsIn(when)),
  ];
  for (const { span, score } of bands) report(span, { score });
});

const bandsOf = onceFor((campaign: CampaignAst) => expressionsOfCampaign(campaign).flatMap(bandsIn));

function bandsIn(whole: ExprAst): readonly { readonly span: Span; readonly score: string }[] {
  return everyPart(whole).flatMap((part) => {
    const score = bandOf(part);
    return score === undefined ? [] : [{ span: part.span, score }];
  });
}

/** A score between two numbers: `in 50..74`, or a bound on each side. */
function bandOf(part: ExprAst): string | undefined {
  if (part.kind === 'in' && part.right.kind === 'range') return scoreIn(part.left);
  if (part.kind !== 'logic' || part.operator !== 'and') return undefined;
  const bounds = part.operands.flatMap((operand) => {
    if (operand.kind !== 'compare') return [];
    const score = scoreIn(operand.left);
    const side = operand.operator.startsWith('>') ? 'above' : operand.operator.startsWith('<') ? 'below' : undefined;
    return score === undefined || side === undefined ? [] : [{ score, side }];
  });
  const low = bounds.find(({ side }) => side === 'above');
  return low !== undefined && bounds.some(({ score, side }) => side === 'below' && score === low.score) ? low.score : undefined;
}

/** Velocity is a speed, not a class of leads. */
function scoreIn(part: ExprAst): string | undefined {
  if (part.kind !== 'path' || part.root.value !== 'score' || part.name.value === 'velocity') return undefined;
  return `score.${part.name.value}`;
}
