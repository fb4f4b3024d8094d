import type { FieldAst } from '../../../grammar/ast/schema.js';
import type { WorkspaceAst } from '../../../grammar/ast/workspace.js';
import type { Source } from '../../../grammar/span.js';
import { onceFor } from '../../once-for.js';
import { expressionsOfScoring } from '../../names/expressions-of.js';
import type { TemplateFiles } from '../../project.js';
import type { Knowledge } from '../knowledge.js';
import { ofCampaign } from './of-campaign.js';
import { ofExpression } from './of-expression.js';
import { ofTemplate } from './of-template.js';
import { ofTests } from './of-tests.js';
import type { NamedSymbol, Occurrence } from './symbol.js';
import { definition, reference, sameSymbol } from './symbol.js';

/** Every place of a repository where something is named, definitions and references alike. */
export const occurrencesIn: (knowledge: Knowledge) => readonly Occurrence[] = onceFor((knowledge: Knowledge) => {
  const { read, project, declared } = knowledge;
  const around = { declared, tested: [], entering: [] };
  return [
    ...(read.workspace === undefined ? [] : ofWorkspace(read.workspace.ast, knowledge)),
    ...read.schemas.flatMap(({ ast }) => [
      ...ast.lead.map(({ name }) => definition('attribute', name, 'lead')),
      ...ast.account.map(({ name }) => definition('attribute', name, 'account')),
      ...ast.events.flatMap(({ name, properties }) => [definition('event', name), ...ofFields(properties, name.value)]),
    ]),
    ...read.segments.flatMap(({ ast }) =>
      ast.segments.flatMap(({ name, when }) => [definition('segment', name), ...ofExpression(when, around)]),
    ),
    ...read.lists.map(({ ast }) => fileDefinition({ kind: 'list', name: ast.name }, ast.span.file)),
    ...read.scorings.flatMap(({ ast }) => [
      ...ast.pain.flatMap(({ event, where }) => [
        reference('event', event),
        ...(where === undefined ? [] : ofExpression(where, { ...around, tested: [event.value] })),
      ]),
      ...expressionsOfScoring({ ...ast, pain: [] }).flatMap((expression) => ofExpression(expression, around)),
    ]),
    ...read.campaigns.flatMap(({ ast }) => ofCampaign(ast, declared)),
    ...[...project.templates.values()].flatMap((files) => ofTemplateFiles(files, knowledge)),
    ...project.tests.flatMap((source) => ofTests(source, declared)),
  ];
});

/** What is named at an offset of a file; the definition of a whole file is not at any offset. */
export function occurrencesAt(knowledge: Knowledge, path: string, offset: number): readonly Occurrence[] {
  return occurrencesIn(knowledge).filter(
    ({ span, isFile }) => isFile !== true && span.file === path && span.start <= offset && offset <= span.end,
  );
}

export function occurrencesOf(knowledge: Knowledge, symbol: NamedSymbol): readonly Occurrence[] {
  return occurrencesIn(knowledge).filter((one) => sameSymbol(one.symbol, symbol));
}

function ofWorkspace(workspace: WorkspaceAst, { declared }: Knowledge): readonly Occurrence[] {
  const { topics, senders, hours, activation, priority } = workspace;
  return [
    ...topics.map(({ name }) => definition('topic', name)),
    ...senders.map(({ name }) => definition('sender', name)),
    ...hours.map(({ name }) => definition('hours', name)),
    ...(activation === undefined ? [] : [reference('event', activation)]),
    ...priority.filter(({ value }) => declared.campaigns.has(value)).map((name) => reference('campaign', name)),
  ];
}

function ofFields(fields: readonly FieldAst[], event: string): readonly Occurrence[] {
  return fields.filter(({ span }) => span.file !== '').map(({ name }) => definition('property', name, event));
}

/** The files of a template, the default first. */
export function filesOf({ mjml, text, alternatives }: TemplateFiles): readonly Source[] {
  const all = [mjml, text, ...alternatives.flatMap((one) => [one.mjml, one.text])];
  return all.flatMap((source) => source ?? []);
}

function ofTemplateFiles(files: TemplateFiles, { declared }: Knowledge): readonly Occurrence[] {
  const symbol: NamedSymbol = { kind: 'template', name: files.name, of: files.campaign };
  return filesOf(files).flatMap((source) => [
    fileDefinition(symbol, source.path),
    ...ofTemplate(source, files.campaign, declared),
  ]);
}

function fileDefinition(symbol: NamedSymbol, file: string): Occurrence {
  return { symbol, span: { file, start: 0, end: 0 }, role: 'definition', isFile: true };
}
