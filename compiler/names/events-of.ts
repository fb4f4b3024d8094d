import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import { onceFor } from '../once-for.js';
import { everyPart, expressionsOfCampaign } from './expressions-of.js';
import { stepsOf } from './steps-of.js';

/** Every place of a campaign that names an event. */
export const eventsOfCampaign = onceFor((campaign: CampaignAst): readonly Located<string>[] => [
  ...campaign.enter.flatMap(eventsOfEntry),
  ...campaign.leave.flatMap((leave) => (leave.kind === 'on' ? [leave.event] : [])),
  ...(campaign.goal === undefined ? [] : [campaign.goal.event]),
  ...stepsOf(campaign.steps).flatMap(awaitedBy),
  ...expressionsOfCampaign(campaign).flatMap(eventsOfExpression),
]);

/** The events whose past an expression asks for. */
export function eventsOfExpression(expression: ExprAst): readonly Located<string>[] {
  return everyPart(expression).flatMap((part) => {
    switch (part.kind) {
      case 'history':
      case 'time-since':
        return [part.event];
      case 'sequence':
        return part.events;
      default:
        return [];
    }
  });
}

function eventsOfEntry(entry: EntryAst): readonly Located<string>[] {
  switch (entry.kind) {
    case 'on':
      return [entry.event, ...(entry.unless?.events ?? [])];
    case 'changed':
      return entry.unless?.events ?? [];
    default:
      return [];
  }
}

/** `for: project_created`: a word alone is an event. */
function awaitedBy(step: StepAst): readonly Located<string>[] {
  if (step.kind !== 'wait' || step.for?.kind !== 'word') return [];
  return [{ value: step.for.value, span: step.for.span }];
}
