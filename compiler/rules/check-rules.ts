import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { StepAst } from '../../grammar/ast/step.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import { workingOn } from '../fault.js';
import { flowOf } from '../flow/flow.js';
import type { Declared } from '../names/declared.js';
import type { Memory } from '../memory.js';
import { noMemory } from '../memory.js';
import type { Read, ReadProject } from '../read-project.js';
import { allRules } from './all-rules.js';
import { saysKey, stepSaysKey } from './written-keys.js';
import type { CampaignView, Rule } from './rule.js';

interface Options {
  /** Those of the table, but for tests. */
  readonly rules?: readonly Rule[];
  readonly memory?: Memory;
}

/** Asks every rule about everything it looks at. */
export function checkRules(
  read: ReadProject,
  declared: Declared,
  sources: readonly Source[],
  { rules = allRules, memory = noMemory }: Options = {},
): readonly Diagnostic[] {
  const campaigns = read.campaigns.map((one) => viewOf(one, declared, memory));
  const scorings = read.scorings.map(({ source, ast, clean }) => ({ source, scoring: ast, declared, clean }));
  const scoringFiles = sources.filter(({ path }) => /^scoring\/[^/]+\.(yaml|scoring)$/.test(path));
  const scoringsComplete = scorings.length === scoringFiles.length && scorings.every(({ clean }) => clean);
  const report = createCompilerReport();
  for (const rule of rules) {
    if (rule.of === 'project') rule.check({ campaigns, scorings, scoringsComplete, declared }, report);
    if (rule.of !== 'scoring') continue;
    for (const view of scorings) workingOn(view.source.path, () => rule.check(view, report));
  }
  return [
    ...report.diagnostics,
    ...campaigns.flatMap((view) => ofCampaign(view, rules, memory)),
    ...ofFiles(sources, rules, memory),
  ];
}

function ofCampaign(view: CampaignView, rules: readonly Rule[], memory: Memory): readonly Diagnostic[] {
  const { source } = view;
  return memory.amongOthers('rules', source, view.declared, (declared) => {
    const report = createCompilerReport();
    const own = { ...view, declared };
    for (const rule of rules) if (rule.of === 'campaign') workingOn(source.path, () => rule.check(own, report));
    return report.diagnostics;
  });
}

function ofFiles(sources: readonly Source[], rules: readonly Rule[], memory: Memory): readonly Diagnostic[] {
  const ofText = rules.filter((rule) => rule.of === 'file');
  const what = `rules of files: ${ofText.map(({ rule }) => rule).join()}`;
  const found = memory.ofEach(what, sources, (source) => {
    const report = createCompilerReport();
    for (const rule of ofText) workingOn(source.path, () => rule.check({ source }, report));
    return report.diagnostics;
  });
  return found.filter(({ length }) => length > 0).flat();
}

function viewOf({ source, ast, clean }: Read<CampaignAst>, declared: Declared, memory: Memory): CampaignView {
  const flow = memory.ofFile('flow', source, () => flowOf(ast));
  return {
    source,
    campaign: ast,
    flow,
    declared,
    clean,
    says: (key: string) => saysKey(source, key),
    stepSays: (step: StepAst, key: string) => stepSaysKey(source, flow.steps, step, key),
  };
}
