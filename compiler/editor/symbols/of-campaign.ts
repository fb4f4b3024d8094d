import type { CampaignAst, EmailAst } from '../../../grammar/ast/campaign.js';
import type { EntryAst } from '../../../grammar/ast/entry.js';
import type { StepAst } from '../../../grammar/ast/step.js';
import type { Declared } from '../../names/declared.js';
import { expressionsOfEntry, expressionsOfStep } from '../../names/expressions-of.js';
import { stepsOf } from '../../names/steps-of.js';
import type { Around } from './of-expression.js';
import { ofExpression } from './of-expression.js';
import type { Occurrence } from './symbol.js';
import { definition, reference } from './symbol.js';

/** Every symbol that a campaign names, and its own. */
export function ofCampaign(campaign: CampaignAst, declared: Declared): readonly Occurrence[] {
  const { name, enter, leave, goal, excludes, email, variants, playlists, inFlight, steps } = campaign;
  const around: Around = { declared, campaign: name.value, tested: [], entering: enteringEvents(campaign) };
  return [
    definition('campaign', name),
    ...enter.flatMap((entry) => ofEntry(entry, around)),
    ...leave.flatMap((one) => {
      if (one.kind === 'when') return ofExpression(one.when, around);
      const inside = { ...around, tested: [one.event.value] };
      return [reference('event', one.event), ...(one.where === undefined ? [] : ofExpression(one.where, inside))];
    }),
    ...(goal === undefined ? [] : [reference('event', goal.event)]),
    ...(goal?.where === undefined ? [] : ofExpression(goal.where, { ...around, tested: [goal.event.value] })),
    ...excludes.map((other) => reference('campaign', other)),
    ...ofEmail(email),
    ...(variants === undefined ? [] : ofExpression(variants.by, around)),
    ...playlists.flatMap(({ name: list, items }) => [
      definition('playlist', list, name.value),
      ...items.flatMap(({ template, when }) => [
        reference('template', template, name.value),
        ...(when === undefined ? [] : ofExpression(when, around)),
      ]),
    ]),
    ...(inFlight?.steps ?? []).flatMap(({ step, choice }) => [
      reference('step', step, name.value),
      ...(choice.kind === 'move_to' ? [reference('step', choice.step, name.value)] : []),
    ]),
    ...stepsOf(steps).flatMap((step) => ofStep(step, name.value, around)),
  ];
}

/** The events whose coming lets a lead in. */
export function enteringEvents({ enter }: CampaignAst): readonly string[] {
  return enter.flatMap((entry) => (entry.kind === 'on' ? [entry.event.value] : []));
}

function ofEntry(entry: EntryAst, around: Around): readonly Occurrence[] {
  const events = entry.kind === 'on' ? [entry.event] : [];
  const silent = entry.kind === 'on' || entry.kind === 'changed' ? (entry.unless?.events ?? []) : [];
  const audience = entry.kind === 'becomes' || entry.kind === 'changed' ? undefined : entry.to;
  const inside = { ...around, tested: events.map(({ value }) => value), entering: [] };
  return [
    ...[...events, ...silent].map((event) => reference('event', event)),
    ...(audience === undefined ? [] : [reference('segment', audience.segment)]),
    ...expressionsOfEntry(entry).flatMap((expression) => ofExpression(expression, inside)),
  ];
}

function ofEmail(email: EmailAst | undefined): readonly Occurrence[] {
  if (email === undefined) return [];
  return [
    ...(email.topic === undefined ? [] : [reference('topic', email.topic)]),
    ...(email.from === undefined ? [] : [reference('sender', email.from)]),
    ...(email.hours === undefined ? [] : [reference('hours', email.hours)]),
  ];
}

function ofStep(step: StepAst, campaign: string, around: Around): readonly Occurrence[] {
  const expressions = expressionsOfStep(step).flatMap((expression) => ofExpression(expression, around));
  return [definition('step', step.id, campaign), ...namesOf(step, campaign), ...expressions];
}

/** What a step names outside of its conditions. */
function namesOf(step: StepAst, campaign: string): readonly Occurrence[] {
  switch (step.kind) {
    case 'send':
      return [reference('template', step.template ?? step.id, campaign), ...ofEmail(step.email)];
    case 'start':
      return [reference('campaign', step.campaign ?? step.id)];
    case 'wait':
      return step.for?.kind === 'word' ? [reference('event', { value: step.for.value, span: step.for.span })] : [];
    case 'repeat':
      return step.play === undefined ? [] : [reference('playlist', step.play, campaign)];
    default:
      return [];
  }
}
