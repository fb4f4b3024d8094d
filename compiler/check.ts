import type { TestAst } from '../grammar/ast/test-file.js';
import type { Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { compileMessages } from './compile-messages.js';
import type { Messages } from './compile-messages.js';
import type { CompilerReport } from './diagnostics/compiler-codes.js';
import { createCompilerReport } from './diagnostics/compiler-codes.js';
import { inOrder } from './diagnostics/in-order.js';
import { checkCampaignNames } from './names/check-names.js';
import type { Complete, Declared } from './names/declared.js';
import { declare } from './names/declared.js';
import { knownEvent } from './names/known-event.js';
import type { Release } from './plan/ir.js';
import { planCampaign } from './plan/plan-campaign.js';
import { planWorkspace } from './plan/plan-workspace.js';
import type { Project } from './project.js';
import { classify } from './project.js';
import type { ReadProject } from './read-project.js';
import { readProject } from './read-project.js';
import { checkRules } from './rules/check-rules.js';
import type { TemplateCache } from './templates/template-cache.js';
import { checkCampaignTypes } from './types/check-campaign.js';
import { checkScoringTypes } from './types/check-scoring.js';
import { checkSchemaValues, checkTest } from './types/check-values.js';

export interface CheckOptions {
  /** Kept between calls, so that only templates that changed are compiled again. */
  readonly templateCache?: TemplateCache;
}

export interface CheckResult {
  /** Present where there is no error. */
  readonly release?: Release;
  readonly tests: readonly TestAst[];
  /** By file, position and code; each once. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly campaigns: number };
}

/**
 * Checks a repository of campaigns and makes its release.
 *
 * `sources` are all its files, paths relative to its root with `/`; what means nothing here is
 * left out. Never throws for what an author wrote.
 */
export async function check(sources: readonly Source[], options: CheckOptions = {}): Promise<CheckResult> {
  const project = classify(sources);
  const read = readProject(project);
  const report = createCompilerReport();
  const declared = declare(
    {
      ...(read.workspace === undefined ? {} : { workspace: read.workspace.ast }),
      schemas: read.schemas.map(({ ast }) => ast),
      campaigns: read.campaigns.map(({ ast }) => ast),
      templates: project.templates,
      complete: completeness(project, read),
    },
    report,
  );
  checkFiles(project, read, report);
  checkNamesAndTypes(read, declared, report);
  checkRules(read, declared, report);
  const messages = await compileMessages(read, declared, options.templateCache);
  const diagnostics = inOrder([...read.diagnostics, ...report.diagnostics, ...messages.diagnostics]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const release = errors > 0 ? undefined : releaseOf(read, declared, messages);
  return {
    ...(release === undefined ? {} : { release }),
    tests: read.tests,
    diagnostics,
    summary: { errors, warnings: diagnostics.length - errors, campaigns: project.campaigns.length },
  };
}

function completeness({ schemas, campaigns }: Project, read: ReadProject): Complete {
  const clean = new Set(read.campaigns.flatMap(({ source, clean: whole }) => (whole ? [source.path] : [])));
  const unread = campaigns.filter(({ path }) => !clean.has(path));
  return {
    schemaComplete:
      schemas.length > 0 && read.schemas.length === schemas.length && read.schemas.every(({ clean: whole }) => whole),
    workspaceClean: read.workspace?.clean ?? false,
    unread: new Set(unread.map(({ path }) => path.replace(/^campaigns\/(.*)\.yaml$/, '$1'))),
  };
}

function checkFiles(project: Project, read: ReadProject, report: CompilerReport): void {
  const missing = (file: string) => report('C2001', { file, start: 0, end: 0 }, { file });
  if (project.workspace === undefined) missing('perennial.yaml');
  if (project.schemas.length === 0) missing('schema/lead.yaml');
  for (const { ast } of read.scorings.slice(1)) report('C2205', ast.span, {});
}

function checkNamesAndTypes(read: ReadProject, declared: Declared, report: CompilerReport): void {
  checkSchemaValues(declared, report);
  if (declared.workspace?.activation !== undefined) knownEvent(declared.workspace.activation, declared, report);
  for (const { ast } of read.campaigns) {
    checkCampaignNames(ast, declared, report);
    checkCampaignTypes(ast, declared, report);
  }
  for (const { ast } of read.scorings) checkScoringTypes(ast, declared, report);
  for (const test of read.tests) checkTest(test, declared, report);
}

function releaseOf(read: ReadProject, declared: Declared, messages: Messages): Release | undefined {
  if (declared.workspace === undefined) return undefined;
  const scoring = read.scorings[0]?.ast;
  return {
    workspace: planWorkspace(declared.workspace, declared, scoring),
    campaigns: read.campaigns.map(({ ast }) => ({
      plan: planCampaign(ast, declared),
      content: { campaign: ast.name.value, messages: messages.byCampaign.get(ast.name.value) ?? {} },
    })),
  };
}
