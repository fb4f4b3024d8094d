import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Edit } from '../../grammar/diagnostics/diagnostic.js';
import type { Located, Source, Span } from '../../grammar/span.js';
import { textKindOf } from '../../grammar/text/surface.js';
import { stepsOf } from '../names/steps-of.js';
import type { Knowledge } from './knowledge.js';
import type { NamedSymbol } from './symbols/symbol.js';

/**
 * Writes `was:` beside what is about to get another name, so that leads who are in it stay in it.
 *
 * A former name that is written already is the one that leads know, and stays.
 */
export function formerName({ read, byPath }: Knowledge, symbol: NamedSymbol): readonly Edit[] {
  if (symbol.kind !== 'campaign' && symbol.kind !== 'step') return [];
  const campaign = read.campaigns.find(({ ast }) => ast.name.value === (symbol.of ?? symbol.name))?.ast;
  const source = byPath.get(campaign?.span.file ?? '');
  if (campaign === undefined || source === undefined) return [];
  if (symbol.kind === 'campaign') return campaign.was === undefined ? [ofCampaign(source, campaign)] : [];
  const step = stepsOf(campaign.steps).find(({ id }) => id.value === symbol.name);
  return step === undefined || step.was !== undefined ? [] : [ofStep(source, step)];
}

function ofCampaign(source: Source, { name }: CampaignAst): Edit {
  return onNextLine(source, name, 0);
}

function ofStep(source: Source, step: StepAst): Edit {
  const { id } = step;
  if (textKindOf(source.path) !== undefined) {
    // What is set stands right behind the id.
    const behind = step.kind === 'set' && step.attribute !== undefined ? step.attribute.span : id.span;
    return { span: endOf(behind), text: ` was ${id.value}` };
  }
  const before = source.text.slice(source.text.lastIndexOf('\n', id.span.start - 1) + 1, id.span.start);
  if (before.includes('{')) return { span: endOf(id.span), text: `, was: ${id.value}` };
  return onNextLine(source, id, /^[ \t]*(?:-[ \t]+)*/.exec(before)?.[0].length ?? 0);
}

function onNextLine({ path, text }: Source, { value, span }: Located<string>, column: number): Edit {
  const end = text.indexOf('\n', span.end);
  const at = end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
  const key = textKindOf(path) === undefined ? 'was:' : 'was';
  return { span: { ...span, start: at, end: at }, text: `\n${' '.repeat(column)}${key} ${value}` };
}

function endOf(span: Span): Span {
  return { ...span, start: span.end };
}
