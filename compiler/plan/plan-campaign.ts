import type { AgainAst, CampaignAst, EntryAst, LeaveAst, StepAst } from '../../grammar/ast/campaign.js';
import { rollingMs } from '../../grammar/duration.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from '../names/declared.js';
import { branchesOf } from '../names/steps-of.js';
import { planStep } from '../steps/all-steps.js';
import type { Scope } from '../types/scope.js';
import { beforeEntry, campaignScope, underTest } from '../types/scope.js';
import { historyOf, interestsOf } from './interests.js';
import type { Again, Entry, Goal, Leave, Plan, Step } from './ir.js';
import { unreachable } from './ir.js';
import { lower } from './lower.js';

/**
 * The plan of a campaign that was checked without errors: steps in a row, branches joining at
 * the step after them.
 */
export function planCampaign(campaign: CampaignAst, declared: Declared): Plan {
  // Everything was reported before; what is typed again here says nothing new.
  const scope = campaignScope(declared, campaign, createCompilerReport());
  const enter = campaign.enter.map((entry) => planEntry(entry, scope));
  const leave = campaign.leave.map((way) => planLeave(way, scope));
  const steps = planSteps(campaign.steps, null, campaign, scope);
  const goal = goalOf(campaign);
  const parts = { enter, leave, steps, ...(goal === undefined ? {} : { goal }) };
  const name = campaign.name.value;
  return {
    dsl: 1,
    campaign: name,
    title: campaign.title?.value ?? name,
    kind: said(campaign.campaignKind?.value, name),
    stage: said(campaign.stage?.value, name),
    owner: said(campaign.owner?.value, name),
    ...parts,
    first: firstOf(campaign.steps, null),
    interests: interestsOf(parts),
    history: historyOf(parts),
  };
}

function said(value: string | undefined, campaign: string): string {
  if (value === undefined) throw new Error(`"${campaign}" was planned without being checked`);
  return value;
}

function planEntry({ on, where, again }: EntryAst, scope: Scope): Entry {
  const wayIn = beforeEntry(scope, on.value);
  return {
    event: on.value,
    ...(where === undefined ? {} : { where: lower(where, wayIn) }),
    again: planAgain(again, wayIn),
  };
}

function planAgain(again: AgainAst | undefined, scope: Scope): Again {
  if (again === undefined) return { kind: 'never' };
  switch (again.kind) {
    case 'never':
    case 'always':
      return { kind: again.kind };
    case 'after':
      return { kind: 'after', ms: rollingMs(again.duration) };
    case 'each':
      return { kind: 'each', key: lower(again.key, scope) };
    default:
      return unreachable(again);
  }
}

function planLeave(leave: LeaveAst, scope: Scope): Leave {
  switch (leave.kind) {
    case 'on': {
      const { event, where } = leave;
      const condition = where === undefined ? {} : { where: lower(where, underTest(scope, event.value)) };
      return { kind: 'on', event: event.value, ...condition };
    }
    case 'when':
      return { kind: 'when', when: lower(leave.when, scope) };
    default:
      return unreachable(leave);
  }
}

function goalOf({ goal }: CampaignAst): Goal | undefined {
  return goal === undefined ? undefined : { event: goal.event.value, withinMs: rollingMs(goal.within.value) };
}

/** `join` is where the lead goes after the last of these steps. */
function planSteps(
  steps: readonly StepAst[],
  join: string | null,
  campaign: CampaignAst,
  scope: Scope,
): readonly Step[] {
  return steps.flatMap((step, index) => {
    const next = firstOf(steps.slice(index + 1), join);
    const branches = branchesOf(step);
    const firstOfBranch = (name: 'then' | 'else') =>
      firstOf(branches.find((branch) => branch.name === name)?.steps ?? [], next);
    const own = planStep(step, { campaign, scope, next, then: firstOfBranch('then'), else: firstOfBranch('else') });
    return [own, ...branches.flatMap((branch) => planSteps(branch.steps, next, campaign, scope))];
  });
}

function firstOf(steps: readonly StepAst[], join: string | null): string | null {
  return steps[0]?.id.value ?? join;
}
