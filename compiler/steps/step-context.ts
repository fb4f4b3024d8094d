import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { StepAst } from '../../grammar/ast/step.js';
import { lower } from '../plan/lower.js';
import type { Due, Expression, Step } from '../plan/ir.js';
import type { BranchOf } from '../names/steps-of.js';
import type { Scope } from '../types/scope.js';
import { dueOf } from './due.js';

/** What the plan of one step needs of its surroundings. */
export interface StepContext {
  readonly campaign: CampaignAst;
  readonly scope: Scope;
  /** Where the lead goes on; null ends the campaign for it. */
  readonly next: string | null;
  /** The first step of a branch; `next` where the branch is absent or empty. */
  first(of: BranchOf, name?: string): string | null;
}

/** What every planned step has beside its id. */
export interface StepFrame {
  readonly due: Due;
  readonly late?: 'send' | 'skip' | 'end';
  readonly next: string | null;
}

export function frameOf(step: StepAst, { next, scope }: StepContext): StepFrame {
  const due = dueOf(step, scope);
  return { due, ...(step.late === undefined ? {} : { late: step.late.value }), next };
}

export function conditionOf(
  condition: ExprAst | undefined,
  scope: Scope,
): { readonly when: Expression } | Record<string, never> {
  return condition === undefined ? {} : { when: lower(condition, scope) };
}

/** For a part that every checked step has. */
export function present<T>(part: T | undefined, step: Pick<StepAst, 'id' | 'kind'>): T {
  if (part === undefined) throw new Error(`the ${step.kind} "${step.id.value}" was planned without being checked`);
  return part;
}

export type StepPlanner<Kind extends StepAst['kind']> = (
  step: Extract<StepAst, { kind: Kind }>,
  context: StepContext,
) => Extract<Step, { kind: Kind }>;
