import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { StepAst } from '../../../grammar/ast/step.js';
import type { Fix } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../../grammar/span.js';
import { everyPart, expressionsOfCampaign } from '../../names/expressions-of.js';
import { stepsOf } from '../../names/steps-of.js';
import { onceFor } from '../../once-for.js';
import { projectRule } from '../rule.js';

const opened = 'email_opened';

/** Programs open mails and readers show no images, so opens decide nothing (domain.md M-05). */
export const decidesByOpens = projectRule('C4123', ({ campaigns, declared, report }) => {
  for (const { campaign, source } of campaigns) {
    for (const span of opensOf(campaign)) report(span, { what: campaign.name.value }, { fixes: byClicks(span, source) });
  }
  for (const { name, when } of declared.segments.values()) {
    for (const span of opensIn(when)) report(span, { what: name.value });
  }
});

/** Fewer click than open, so a person has to agree. */
function byClicks(span: Span, { text }: Source): readonly Fix[] {
  const word = /^opened(?=\()/.exec(text.slice(span.start, span.end))?.[0];
  if (word === undefined) return [];
  const edits = [{ span: { ...span, end: span.start + word.length }, text: 'clicked' }];
  return [{ title: 'Write "clicked(…)"', safety: 'unsafe', edits }];
}

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
