import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { TestAst } from '../grammar/ast/test-file.js';
import type { Checked, Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { compileMessages } from './compile-messages.js';
import type { Messages } from './compile-messages.js';
import { declareProject } from './declare-project.js';
import type { CompilerReport } from './diagnostics/compiler-codes.js';
import { createCompilerReport } from './diagnostics/compiler-codes.js';
import { inOrder } from './diagnostics/in-order.js';
import type { Manifest } from './extensions/manifest.js';
import { workingOn } from './fault.js';
import type { Memory } from './memory.js';
import { noMemory } from './memory.js';
import { checkCampaignNames } from './names/check-names.js';
import { checkWorkspaceNames } from './names/check-workspace.js';
import type { Declared } from './names/declared.js';
import { oneForEachName } from './names/one-mistake.js';
import { stepsOf } from './names/steps-of.js';
import type { Release } from './plan/ir.js';
import { planCampaign } from './plan/plan-campaign.js';
import { planList } from './plan/plan-lists.js';
import { planWorkspace } from './plan/plan-workspace.js';
import type { Project } from './project.js';
import { classify } from './project.js';
import type { Read, ReadProject } from './read-project.js';
import { readProject } from './read-project.js';
import { checkRules } from './rules/check-rules.js';
import { firstLine } from './rules/first-line.js';
import type { Rule } from './rules/rule.js';
import type { Suppressed } from './suppressions/suppress.js';
import { suppress } from './suppressions/suppress.js';
import type { Asset } from './templates/assets.js';
import type { TemplateCache } from './templates/template-cache.js';
import { checkCampaignTypes } from './types/check/check-campaign.js';
import { checkScoringTypes } from './types/check/check-scoring.js';
import { checkSegments } from './types/check/check-segments.js';
import { checkTest } from './types/check/check-test.js';
import { checkSchemaValues } from './types/check/check-values.js';

export interface CheckOptions {
  /** Left out: every rule of the table. With fewer nothing is planned. */
  readonly rules?: readonly Rule[];
  /** Kept between calls, so that only templates that changed are compiled again. */
  readonly templateCache?: TemplateCache;
  /** What lies below `assets/`; left out: nobody looked, and nothing is said of it. */
  readonly assets?: readonly Asset[];
  /** What an earlier check found out about single files; `createChecker` has one. */
  readonly memory?: Memory;
}

export interface CheckResult {
  /** Present where there is no error. */
  readonly release?: Release;
  readonly tests: readonly TestAst[];
  /** By file, position and code; each once. */
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that a comment allows. */
  readonly suppressed: readonly Suppressed[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly campaigns: number };
}

/**
 * Checks a repository of campaigns and makes its release.
 *
 * `sources` are all its files, paths relative to its root with `/`; what means nothing here is
 * left out. Never throws for what an author wrote.
 */
export async function check(sources: readonly Source[], options: CheckOptions = {}): Promise<CheckResult> {
  const memory = options.memory ?? noMemory;
  const project = memory.ofAll<Project>('project', sources, (before) => classify(sources, before));
  const read = readProject(project, memory);
  const report = createCompilerReport();
  const plugins = await pluginsOf(read, sources);
  const declared = declareProject(project, read, plugins, report);
  checkFiles(project, read, report);
  checkNamesAndTypes(read, declared, report);
  const ofChannels = await checkChannelsOf(declared);
  const checkActions = await actionsCheckOf(read);
  const ofCampaigns = read.campaigns.flatMap((campaign) => checkCampaign(campaign, declared, checkActions, memory));
  const ofRules = checkRules(read, declared, sources, options);
  const messages = await compileMessages(read, declared, options);
  const all = inOrder([
    ...read.diagnostics,
    ...plugins.diagnostics,
    ...report.diagnostics,
    ...ofChannels,
    ...ofCampaigns,
    ...ofRules,
    ...messages.diagnostics,
  ]);
  const found = oneForEachName(all, declared, sources);
  const { diagnostics: left, suppressed } = suppress(found, sources, memory);
  const diagnostics = inOrder(left);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  // A rule that was not asked may be the one that stands between a mistake and the plan.
  const isWhole = options.rules === undefined && errors === 0;
  const release = isWhole ? releaseOf(read, declared, messages, memory) : undefined;
  return {
    ...(release === undefined ? {} : { release }),
    tests: read.tests,
    diagnostics,
    suppressed,
    summary: { errors, warnings: diagnostics.length - errors, campaigns: project.campaigns.length },
  };
}

/** What plug-ins and their actions are checked with takes long to load, and most repositories have none. */
async function pluginsOf({ workspace }: ReadProject, sources: readonly Source[]): Promise<Checked<readonly Manifest[]>> {
  const plugins = workspace?.ast.plugins ?? [];
  if (plugins.length === 0) return { value: [], diagnostics: [] };
  const { readPlugins } = await import('./extensions/read-plugins.js');
  return readPlugins(plugins, sources);
}

type CheckActions = (campaign: CampaignAst, declared: Declared) => readonly Diagnostic[];

async function actionsCheckOf({ campaigns }: ReadProject): Promise<CheckActions> {
  const acts = campaigns.some(({ ast }) => stepsOf(ast.steps).some(({ kind }) => kind === 'do'));
  return acts ? (await import('./check-actions.js')).checkActions : () => [];
}

async function checkChannelsOf(declared: Declared): Promise<readonly Diagnostic[]> {
  const channels = declared.workspace?.channels ?? [];
  return channels.length === 0 ? [] : (await import('./channels/check-channels.js')).checkChannels(channels, declared);
}

function checkFiles(project: Project, read: ReadProject, report: CompilerReport): void {
  const missing = (file: string) => report('C2001', { file, start: 0, end: 0 }, { file });
  if (project.workspace === undefined) missing('perennial.yaml');
  if (project.schemas.length === 0) missing('schema/lead.yaml');
  for (const { yaml, text } of project.twins) {
    const labels = [{ span: firstLine(yaml), text: 'the one that counts until then' }];
    report('C2208', firstLine(text), { text: text.path, yaml: yaml.path }, { labels });
  }
  for (const { ast } of read.scorings.slice(1)) report('C2205', ast.span, {});
}

function checkNamesAndTypes(read: ReadProject, declared: Declared, report: CompilerReport): void {
  checkSchemaValues(declared, report);
  if (declared.workspace !== undefined) checkWorkspaceNames(declared.workspace, declared, report);
  for (const { ast } of read.segments) checkSegments(ast.segments, declared, report);
  for (const { ast } of read.scorings) checkScoringTypes(ast, declared, report);
  for (const test of read.tests) checkTest(test, declared, report);
}

/** The names, types and actions of one campaign. */
function checkCampaign(
  { source, ast }: Read<CampaignAst>,
  declared: Declared,
  checkActions: CheckActions,
  memory: Memory,
): readonly Diagnostic[] {
  return memory.amongOthers('names and types', source, declared, (known) =>
    workingOn(source.path, () => {
      const report = createCompilerReport();
      checkCampaignNames(ast, known, report);
      checkCampaignTypes(ast, known, report);
      return [...report.diagnostics, ...checkActions(ast, known)];
    }),
  );
}

function releaseOf(read: ReadProject, declared: Declared, messages: Messages, memory: Memory): Release | undefined {
  if (declared.workspace === undefined) return undefined;
  const scoring = read.scorings[0]?.ast;
  return {
    workspace: planWorkspace(declared.workspace, declared, scoring),
    ...(read.lists.length === 0 ? {} : { lists: read.lists.map(({ ast, source }) => planList(ast, source)) }),
    campaigns: read.campaigns.map(({ source, ast }) => ({
      plan: memory.amongOthers('plan', source, declared, (known) => workingOn(source.path, () => planCampaign(ast, known))),
      content: { campaign: ast.name.value, messages: messages.byCampaign.get(ast.name.value) ?? {} },
      ...(ast.cost === undefined ? {} : { cost: { amount: ast.cost.amount.value, currency: ast.cost.currency.value } }),
    })),
  };
}
