import type { CampaignAst, InFlightChoiceAst } from '../../grammar/ast/campaign.js';
import type { LeaveAst } from '../../grammar/ast/entry.js';
import type { StepAst } from '../../grammar/ast/step.js';
import { rollingMs } from '../../grammar/duration.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from '../names/declared.js';
import type { BranchOf } from '../names/steps-of.js';
import { branchesOf, stepsOf } from '../names/steps-of.js';
import { planStep } from '../steps/all-steps.js';
import type { Scope } from '../types/scope.js';
import { campaignScope, underTest } from '../types/scope.js';
import { historyOf, interestsOf } from './interests.js';
import type { Goal, InFlightChoice, Leave, Plan, Step } from './ir.js';
import { unreachable } from './ir.js';
import { lower } from './lower.js';
import { planEntries } from './plan-entries.js';
import { sortedUnique } from './reads.js';

/**
 * The plan of a campaign that was checked without errors: steps in a row, branches joining at
 * the step after them.
 */
export function planCampaign(campaign: CampaignAst, declared: Declared): Plan {
  // Everything was reported before; what is typed again here says nothing new.
  const scope = campaignScope(declared, campaign, createCompilerReport());
  const ways = planEntries(campaign.enter, scope);
  const leave = campaign.leave.map((way) => planLeave(way, scope));
  const steps = planSteps(campaign.steps, null, campaign, scope);
  const goal = goalOf(campaign, scope);
  const parts = { ...ways, leave, steps, ...(goal === undefined ? {} : { goal }) };
  const name = campaign.name.value;
  return {
    dsl: 1,
    campaign: name,
    title: campaign.title?.value ?? name,
    kind: said(campaign.campaignKind?.value, name),
    stage: said(campaign.stage?.value, name),
    owner: said(campaign.owner?.value, name),
    ...parts,
    ...standingOf(campaign),
    first: firstOf(campaign.steps, null),
    interests: interestsOf(parts),
    history: historyOf(parts),
  };
}

function said(value: string | undefined, campaign: string): string {
  if (value === undefined) throw new Error(`"${campaign}" was planned without being checked`);
  return value;
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

function goalOf({ goal }: CampaignAst, scope: Scope): Goal | undefined {
  if (goal === undefined) return undefined;
  const { event, where, within } = goal;
  const condition = where === undefined ? {} : { where: lower(where, underTest(scope, event.value)) };
  return { event: event.value, ...condition, withinMs: rollingMs(within.value) };
}

type Standing = Pick<Plan, 'was' | 'excludes' | 'holdout' | 'inFlight' | 'rollout' | 'renamed'>;

/** What the campaign is among others and among its own versions; nothing of it is there unless it was said. */
function standingOf({ was, excludes, holdout, inFlight, rollout, steps }: CampaignAst): Standing {
  const renamed = stepsOf(steps).flatMap((step) => (step.was === undefined ? [] : [[step.id.value, step.was.value] as const]));
  return {
    ...(was === undefined ? {} : { was: was.value }),
    ...(excludes.length === 0 ? {} : { excludes: sortedUnique(excludes.map(({ value }) => value)) }),
    ...(holdout === undefined ? {} : { holdout: holdout.value }),
    ...(inFlight === undefined
      ? {}
      : {
          inFlight: {
            ...(inFlight.all === undefined ? {} : { all: choiceOf(inFlight.all) }),
            steps: Object.fromEntries(inFlight.steps.map(({ step, choice }) => [step.value, choiceOf(choice)])),
          },
        }),
    ...(rollout === undefined
      ? {}
      : {
          rollout: {
            share: rollout.share.value,
            holdWhen: rollout.holdWhen.map(({ metric, above }) => ({ metric: metric.value, above: above.value })),
          },
        }),
    ...(renamed.length === 0 ? {} : { renamed: Object.fromEntries(renamed) }),
  };
}

function choiceOf(choice: InFlightChoiceAst): InFlightChoice {
  return choice.kind === 'move_to' ? { kind: 'move_to', step: choice.step.value } : { kind: choice.kind };
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
    const first = (of: BranchOf, name: string = of) =>
      firstOf(branches.find((branch) => branch.of === of && (of === 'round' || branch.name === name))?.steps ?? [], next);
    const own = planStep(step, { campaign, scope, next, first });
    // A round ends where it began.
    const joinOf = (of: BranchOf) => (of === 'round' ? step.id.value : next);
    return [own, ...branches.flatMap((branch) => planSteps(branch.steps, joinOf(branch.of), campaign, scope))];
  });
}

function firstOf(steps: readonly StepAst[], join: string | null): string | null {
  return steps[0]?.id.value ?? join;
}
