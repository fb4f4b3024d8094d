import type {
  AtAst,
  CampaignAst,
  EntryAst,
  LeaveAst,
  SetStepAst,
  StepAst,
  WaitStepAst,
} from '../../grammar/ast/campaign.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from '../names/declared.js';
import { knownEvent } from '../names/known-event.js';
import { stepsOf } from '../names/steps-of.js';
import { unreachable } from '../plan/ir.js';
import type { Scope } from './scope.js';
import { beforeEntry, campaignScope, underTest } from './scope.js';
import { checkCondition, typeOf } from './type-of.js';
import { checkLiteral } from './type-of-operators.js';
import { fits, inWords } from './type.js';

/** Every expression of a campaign, at the place where it stands. */
export function checkCampaignTypes(campaign: CampaignAst, declared: Declared, report: CompilerReport): void {
  const scope = campaignScope(declared, campaign, report);
  for (const entry of campaign.enter) checkEntry(entry, scope);
  for (const leave of campaign.leave) checkLeave(leave, scope);
  if (campaign.goal !== undefined) knownEvent(campaign.goal.event, declared, report);
  for (const step of stepsOf(campaign.steps)) checkStep(step, scope);
}

function checkEntry({ on, where, again }: EntryAst, scope: Scope): void {
  if (!knownEvent(on, scope.declared, scope.report)) return;
  const wayIn = beforeEntry(scope, on.value);
  if (where !== undefined) checkCondition(where, wayIn, '"where"');
  if (again?.kind === 'each') typeOf(again.key, wayIn);
}

function checkLeave(leave: LeaveAst, scope: Scope): void {
  switch (leave.kind) {
    case 'on':
      if (!knownEvent(leave.event, scope.declared, scope.report)) return;
      if (leave.where !== undefined) checkCondition(leave.where, underTest(scope, leave.event.value), '"where"');
      return;
    case 'when':
      checkCondition(leave.when, scope, '"when"');
      return;
    default:
      unreachable(leave);
  }
}

function checkStep(step: StepAst, scope: Scope): void {
  if (step.at !== undefined) checkAt(step.at, scope);
  switch (step.kind) {
    case 'send':
    case 'if':
    case 'task':
      if (step.when !== undefined) checkCondition(step.when, scope, '"when"');
      return;
    case 'wait':
      checkWaitFor(step, scope);
      return;
    case 'set':
      if (step.when !== undefined) checkCondition(step.when, scope, '"when"');
      checkSet(step, scope);
      return;
    case 'end':
      return;
    default:
      unreachable(step);
  }
}

function checkAt({ anchor }: AtAst, scope: Scope): void {
  if (anchor.kind !== 'date') return;
  const { type } = typeOf(anchor.date, scope);
  if (type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'error') return;
  scope.report('C3111', anchor.date.span, { found: inWords(type) });
}

/** `for: project_created` is an event; anything else is a condition. */
function checkWaitFor(step: WaitStepAst, scope: Scope): void {
  if (step.for === undefined) return;
  if (step.for.kind === 'word') knownEvent(step.for, scope.declared, scope.report);
  else checkCondition(step.for, scope, '"for"');
}

function checkSet({ attribute, to }: SetStepAst, scope: Scope): void {
  const found = to === undefined ? undefined : typeOf(to, scope);
  if (attribute?.kind !== 'path') return;
  const wanted = typeOf(attribute, scope);
  const name = `lead.${attribute.name.value}`;
  if (attribute.name.value === 'email') scope.report('C3108', attribute.span, { attribute: name });
  else if (to !== undefined && found !== undefined) {
    if (!fits(found.type, wanted.type)) {
      const labels = wanted.declared === undefined ? [] : [{ span: wanted.declared, text: 'declared here' }];
      const at = { attribute: name, needs: inWords(wanted.type), found: inWords(found.type) };
      scope.report('C3107', to.span, at, { labels });
    } else checkLiteral(to, found.type, wanted, scope);
  }
}
