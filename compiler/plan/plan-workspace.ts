import type { ScoringAst } from '../../grammar/ast/scoring.js';
import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Declared } from '../names/declared.js';
import type { WorkspacePlan } from './ir.js';
import { planSchema } from './plan-schema.js';
import { planScoring } from './plan-scoring.js';

/** What all campaigns share, checked without errors. */
export function planWorkspace(
  workspace: WorkspaceAst,
  declared: Declared,
  scoring: ScoringAst | undefined,
): WorkspacePlan {
  return {
    dsl: 1,
    company: workspace.company?.value ?? '',
    postalAddress: workspace.postalAddress?.value ?? '',
    zone: workspace.zone?.value ?? 'UTC',
    caps: workspace.caps.map(({ count, window }) => ({ count: count.value, windowMs: rollingMs(window.value) })),
    overCapDeferMs: workspace.overCap?.defer === undefined ? 0 : rollingMs(workspace.overCap.defer.value),
    hours: planned(declared.hours, ({ weekdays, from, until }) => ({ weekdays, from, until })),
    topics: planned(declared.topics, ({ name, title, opt }) => ({
      title: title?.value ?? name.value,
      // Unsaid means the stricter of the two: mailed only after consent.
      opt: opt?.value ?? 'in',
    })),
    senders: planned(declared.senders, ({ name, address, label, replyTo }) => ({
      address: address?.value ?? '',
      label: label?.value ?? name.value,
      ...(replyTo === undefined ? {} : { replyTo: replyTo.value }),
    })),
    schema: planSchema(declared),
    ...(scoring === undefined ? {} : { scoring: planScoring(scoring, declared) }),
  };
}

function planned<Ast, Plan>(
  declared: ReadonlyMap<string, Ast>,
  plan: (ast: Ast) => Plan,
): Readonly<Record<string, Plan>> {
  return Object.fromEntries([...declared].map(([name, ast]) => [name, plan(ast)]));
}
