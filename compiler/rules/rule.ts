import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Code, More } from '../../grammar/diagnostics/code.js';
import type { Source, Span } from '../../grammar/span.js';
import type { CompilerCode, CompilerCodes, CompilerReport } from '../diagnostics/compiler-codes.js';
import { compilerCodes } from '../diagnostics/compiler-codes.js';
import type { Flow } from '../flow/flow.js';
import type { Declared } from '../names/declared.js';

type AtOf<Key extends CompilerCode> = CompilerCodes[Key] extends Code<infer At> ? At : never;

type ReportOne<Key extends CompilerCode> = (span: Span, at: AtOf<Key>, more?: More) => void;

export interface CampaignView {
  readonly source: Source;
  readonly campaign: CampaignAst;
  readonly flow: Flow;
  readonly declared: Declared;
  /** Nothing in this file failed to be read, so what is absent was never written. */
  readonly clean: boolean;
  /** Whether the file has the key at all; a value that could not be read was reported before. */
  says(key: string): boolean;
  /** Whether the step, or what stands below it, has the key. */
  stepSays(step: StepAst, key: string): boolean;
}

export interface ScoringView {
  readonly source: Source;
  readonly scoring: ScoringAst;
  readonly declared: Declared;
  readonly clean: boolean;
}

export interface ProjectView {
  readonly campaigns: readonly CampaignView[];
  readonly scorings: readonly ScoringView[];
  /** Every scoring file could be read. */
  readonly scoringsComplete: boolean;
  readonly declared: Declared;
}

/** Any file of the repository, as text. */
export interface FileView {
  readonly source: Source;
}

interface RuleOf<View> {
  /** Of the catalogue, which has its words and the numbers of domain.md that it serves. */
  readonly code: CompilerCode;
  /** The name of file, fixture folder and catalogue entry. */
  readonly rule: string;
  check(view: View, report: CompilerReport): void;
}

export type CampaignRule = RuleOf<CampaignView> & { readonly of: 'campaign' };
export type ScoringRule = RuleOf<ScoringView> & { readonly of: 'scoring' };
export type ProjectRule = RuleOf<ProjectView> & { readonly of: 'project' };
export type FileRule = RuleOf<FileView> & { readonly of: 'file' };
export type Rule = CampaignRule | ScoringRule | ProjectRule | FileRule;

type Check<View, Key extends CompilerCode> = (view: View & { readonly report: ReportOne<Key> }) => void;

/** A rule that looks at one campaign. */
export function campaignRule<Key extends CompilerCode>(code: Key, check: Check<CampaignView, Key>): CampaignRule {
  return { of: 'campaign', ...ruleOf(code, check) };
}

/** A rule that looks at the scoring file. */
export function scoringRule<Key extends CompilerCode>(code: Key, check: Check<ScoringView, Key>): ScoringRule {
  return { of: 'scoring', ...ruleOf(code, check) };
}

/** A rule that looks at all campaigns together, or at what they share. */
export function projectRule<Key extends CompilerCode>(code: Key, check: Check<ProjectView, Key>): ProjectRule {
  return { of: 'project', ...ruleOf(code, check) };
}

/** A rule that looks at each file as text, whatever it is for. */
export function fileRule<Key extends CompilerCode>(code: Key, check: Check<FileView, Key>): FileRule {
  return { of: 'file', ...ruleOf(code, check) };
}

function ruleOf<View, Key extends CompilerCode>(code: Key, check: Check<View, Key>): RuleOf<View> {
  return {
    code,
    rule: compilerCodes[code].rule,
    // The view last: a property behind a spread gives each object a layout of its own, at ten times the cost.
    check: (view, report) => check({ report: (span, at, more) => report(code, span, at, more), ...view }),
  };
}
