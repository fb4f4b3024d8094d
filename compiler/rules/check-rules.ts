import type { StepAst } from '../../grammar/ast/campaign.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import { flowOf } from '../flow/flow.js';
import type { Declared } from '../names/declared.js';
import { unreachable } from '../plan/ir.js';
import type { ReadProject } from '../read-project.js';
import { allRules } from './all-rules.js';
import { saysKey, stepSaysKey } from './written-keys.js';
import type { CampaignView, ProjectView, Rule, ScoringView } from './rule.js';

interface Views {
  readonly campaigns: readonly CampaignView[];
  readonly scorings: readonly ScoringView[];
  readonly project: ProjectView;
}

/** Asks every rule about everything it looks at. */
export function checkRules(read: ReadProject, declared: Declared, report: CompilerReport): void {
  const views = viewsOf(read, declared);
  for (const rule of allRules) apply(rule, views, report);
}

function viewsOf(read: ReadProject, declared: Declared): Views {
  const campaigns = read.campaigns.map(({ source, ast, clean }) => {
    const flow = flowOf(ast);
    return {
      source,
      campaign: ast,
      flow,
      declared,
      clean,
      says: (key: string) => saysKey(source, key),
      stepSays: (step: StepAst, key: string) => stepSaysKey(source, flow.steps, step, key),
    };
  });
  const scorings = read.scorings.map(({ source, ast, clean }) => ({ source, scoring: ast, declared, clean }));
  return { campaigns, scorings, project: { campaigns, declared } };
}

function apply(rule: Rule, views: Views, report: CompilerReport): void {
  switch (rule.of) {
    case 'campaign':
      for (const view of views.campaigns) rule.check(view, report);
      return;
    case 'scoring':
      for (const view of views.scorings) rule.check(view, report);
      return;
    case 'project':
      rule.check(views.project, report);
      return;
    default:
      unreachable(rule);
  }
}
