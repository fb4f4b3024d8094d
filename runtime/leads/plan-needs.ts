import type { Expression, Plan } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';

/** What of a lead's past a plan can ask for. */
export interface PlanNeeds {
  /** Names of events. */
  readonly events: readonly string[];
  /** Campaigns whose messages it looks at, its own among them. */
  readonly campaigns: readonly string[];
}

const known = new WeakMap<Plan, PlanNeeds>();

export function needsOf(plan: Plan): PlanNeeds {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const campaigns = new Set([plan.campaign]);
  for (const expression of expressionsOf(plan)) collectCampaigns(expression, campaigns);
  const needs = { events: plan.history, campaigns: [...campaigns] };
  known.set(plan, needs);
  return needs;
}

/** The needs of several plans at once. */
export function needsOfAll(plans: readonly Plan[]): PlanNeeds {
  const needs = plans.map(needsOf);
  return {
    events: [...new Set(needs.flatMap(({ events }) => events))],
    campaigns: [...new Set(needs.flatMap(({ campaigns }) => campaigns))],
  };
}

function expressionsOf(plan: Plan): readonly Expression[] {
  const entries = plan.enter.flatMap(({ where, again }) => [where, again.kind === 'each' ? again.key : undefined]);
  const leaves = plan.leave.map((leave) => (leave.kind === 'when' ? leave.when : leave.where));
  const steps = plan.steps.flatMap((step) => {
    const due = step.due.kind === 'at' && step.due.anchor.kind === 'date' ? step.due.anchor.date : undefined;
    switch (step.kind) {
      case 'send':
      case 'task':
      case 'if':
        return [due, step.when];
      case 'wait':
        return [due, step.forCondition];
      case 'set':
        return [due, step.to, step.when];
      case 'end':
      case 'branch':
      case 'split':
      case 'do':
      case 'start':
      case 'repeat':
        return [due];
      default:
        return unreachable(step);
    }
  });
  return [...entries, ...leaves, ...steps].filter((expression) => expression !== undefined);
}

function collectCampaigns(expression: Expression, into: Set<string>): void {
  switch (expression.kind) {
    case 'constant':
    case 'now':
    case 'attribute':
    case 'entry':
    case 'event':
    case 'score':
    case 'time-since':
    case 'account':
    case 'rfm':
    case 'sequence':
    case 'in-list':
    case 'in-campaign':
    case 'call':
      return;
    case 'segment':
      return collectCampaigns(expression.when, into);
    case 'sent':
    case 'message':
      into.add(expression.campaign);
      return;
    case 'not':
    case 'is-set':
      return collectCampaigns(expression.operand, into);
    case 'and':
    case 'or':
      for (const operand of expression.operands) collectCampaigns(operand, into);
      return;
    case 'compare':
    case 'text-test':
    case 'arithmetic':
      collectCampaigns(expression.left, into);
      collectCampaigns(expression.right, into);
      return;
    case 'in':
      return collectCampaigns(expression.left, into);
    case 'did':
    case 'count':
    case 'sum':
    case 'latest':
      if (expression.where !== undefined) collectCampaigns(expression.where, into);
      return;
    default:
      return unreachable(expression);
  }
}
