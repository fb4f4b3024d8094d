import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst, EveryAst } from '../../grammar/ast/entry.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { AtAst } from '../../grammar/ast/moment.js';
import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { SegmentsAst } from '../../grammar/ast/segment.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { ValueTree } from '../../grammar/ast/value-tree.js';
import { partsOf } from '../../grammar/expressions/depth.js';
import { onceFor } from '../once-for.js';
import { unreachable } from '../plan/ir.js';
import { stepsOf } from './steps-of.js';

/** The expression and everything below it. */
export const everyPart = onceFor((expression: ExprAst): readonly ExprAst[] => {
  const parts: ExprAst[] = [];
  addParts(expression, parts);
  return parts;
});

/** To one list, for what is below is seldom asked for alone. */
function addParts(expression: ExprAst, parts: ExprAst[]): void {
  parts.push(expression);
  for (const part of partsOf(expression)) addParts(part, parts);
}

/** Every expression of a campaign, each as a whole: ways in, leaves, goal, variants, playlists, steps. */
export const expressionsOfCampaign = onceFor((campaign: CampaignAst): readonly ExprAst[] => [
  ...campaign.enter.flatMap(expressionsOfEntry),
  ...campaign.leave.flatMap((leave) => (leave.kind === 'when' ? [leave.when] : given(leave.where))),
  ...given(campaign.goal?.where),
  ...given(campaign.variants?.by),
  ...campaign.playlists.flatMap(({ items }) => items.flatMap(({ when }) => given(when))),
  ...stepsOf(campaign.steps).flatMap(expressionsOfStep),
]);

export function expressionsOfSegments({ segments }: SegmentsAst): readonly ExprAst[] {
  return segments.map(({ when }) => when);
}

export function expressionsOfScoring({ fit, pain }: ScoringAst): readonly ExprAst[] {
  return [...fit.flatMap(({ rules }) => rules.map(({ when }) => when)), ...pain.flatMap(({ where }) => given(where))];
}

export function expressionsOfEntry(entry: EntryAst): readonly ExprAst[] {
  const again = entry.again?.kind === 'each' ? [entry.again.key] : [];
  return [...headOf(entry), ...given(entry.where), ...again];
}

function headOf(entry: EntryAst): readonly ExprAst[] {
  switch (entry.kind) {
    case 'on':
      return given(entry.to?.onePerAccountBy);
    case 'changed':
      return [entry.attribute];
    case 'becomes':
      return [entry.condition];
    case 'at':
      return [...ofMoment(entry.at), ...given(entry.to?.onePerAccountBy)];
    case 'every':
      return [...ofSchedule(entry.every), ...given(entry.to?.onePerAccountBy)];
    default:
      return unreachable(entry);
  }
}

function ofSchedule({ on }: EveryAst): readonly ExprAst[] {
  return on?.kind === 'date' ? [on.date] : [];
}

function ofMoment({ anchor }: AtAst): readonly ExprAst[] {
  return anchor.kind === 'date' ? [anchor.date] : [];
}

/** Of the step alone, without what stands in its branches. */
export function expressionsOfStep(step: StepAst): readonly ExprAst[] {
  return [...(step.at === undefined ? [] : ofMoment(step.at)), ...ownOf(step)];
}

function ownOf(step: StepAst): readonly ExprAst[] {
  switch (step.kind) {
    case 'send':
      return [...given(step.when), ...given(step.variants?.by)];
    case 'wait':
      return given(step.for);
    case 'if':
    case 'start':
      return given(step.when);
    case 'branch':
      return given(step.on);
    case 'split':
      return given(step.best?.measure);
    case 'set':
      return [...given(step.attribute), ...given(step.to), ...given(step.when)];
    case 'task':
      return [...given(step.when), ...step.assign.flatMap(({ when }) => given(when))];
    case 'do':
      return [...given(step.when), ...(step.with === undefined ? [] : ofTree(step.with))];
    case 'repeat':
      return given(step.until);
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}

function ofTree(tree: ValueTree): readonly ExprAst[] {
  switch (tree.kind) {
    case 'value':
      return [];
    case 'expression':
      return [tree.expression];
    case 'list':
      return tree.items.flatMap(ofTree);
    case 'mapping':
      return tree.entries.flatMap(({ value }) => ofTree(value));
    default:
      return unreachable(tree);
  }
}

function given<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
