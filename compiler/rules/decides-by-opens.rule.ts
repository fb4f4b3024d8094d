import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Span } from '../../grammar/span.js';
import { everyPart, expressionsOfCampaign } from '../names/expressions-of.js';
import { stepsOf } from '../names/steps-of.js';
import { onceFor } from '../once-for.js';
import { projectRule } from './rule.js';

const opened = 'email_opened';

/** Programs open mails and readers show no images, so opens decide nothing (domain.md M-05). */
export const decidesByOpens = projectRule('C4123', ({ campaigns, declared, report }) => {
  for (const { campaign } of campaigns) {
    for (const span of opensOf(campaign)) report(span, { what: campaign.name.value });
  }
  for (const { name, when } of declared.segments.values()) {
    for (const span of opensIn(when)) report(span, { what: name.value });
  }
});

const opensOf = onceFor((campaign: CampaignAst) => [
  ...named(campaign),
  ...stepsOf(campaign.steps).flatMap(awaited),
  ...expressionsOfCampaign(campaign).flatMap(opensIn),
]);

function opensIn(whole: ExprAst): readonly Span[] {
  return everyPart(whole).flatMap((part) => {
    if (part.kind === 'message' && part.act === 'opened') return [part.span];
    if ((part.kind === 'history' || part.kind === 'time-since') && part.event.value === opened) return [part.span];
    return part.kind === 'sequence' ? part.events.flatMap(({ value, span }) => (value === opened ? [span] : [])) : [];
  });
}

function named({ enter, leave, goal }: CampaignAst): readonly Span[] {
  const events = [
    ...enter.flatMap((entry) => (entry.kind === 'on' ? [entry.event] : [])),
    ...leave.flatMap((way) => (way.kind === 'on' ? [way.event] : [])),
    ...(goal === undefined ? [] : [goal.event]),
  ];
  return events.flatMap(({ value, span }) => (value === opened ? [span] : []));
}

function awaited(step: StepAst): readonly Span[] {
  return step.kind === 'wait' && step.for?.kind === 'word' && step.for.value === opened ? [step.for.span] : [];
}
