import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { BestAst, SetStepAst, StepAst, WaitStepAst } from '../../../grammar/ast/step.js';
import { knownEvent } from '../../names/known-event.js';
import { branchesOf } from '../../names/steps-of.js';
import { unreachable } from '../../plan/ir.js';
import { checkBranchOn } from './check-branch.js';
import { checkGiven } from './check-given.js';
import { checkAt } from './check-moment.js';
import { checkVariants } from './check-variants.js';
import { guards } from '../guards.js';
import type { Scope } from '../scope.js';
import { withGuards } from '../scope.js';
import { checkCondition, typeOf } from '../type-of.js';
import { checkLiteral } from '../type-of-operators.js';
import { fits, inWords } from '../type.js';

/**
 * The expressions of steps in a row, each with what the steps before it have proved. `lasting` stays
 * proved as long as the lead is in the campaign.
 */
export function checkSteps(steps: readonly StepAst[], scope: Scope, lasting: ReadonlySet<string> = scope.guarded): void {
  let here = scope;
  for (const step of steps) {
    if (step.after !== undefined || step.at !== undefined) here = later(here, lasting);
    checkStep(step, here);
    for (const { name, steps: branch } of branchesOf(step)) {
      const there = goesOnAtOnce(step, name) ? here : later(here, lasting);
      checkSteps(branch, withGuards(there, provedBy(step, name)), lasting);
    }
    if (step.kind !== 'set' && step.kind !== 'start') here = later(here, lasting);
  }
}

/** Whether a lead is in the branch the moment it left the step; a condition that ended a wait holds at that moment. */
function goesOnAtOnce({ kind }: StepAst, branch: string): boolean {
  return kind === 'if' || kind === 'branch' || (kind === 'wait' && branch === 'then');
}

/** What was there at one moment may be gone; the past and the entering event are not. */
function later(scope: Scope, lasting: ReadonlySet<string>): Scope {
  const isForGood = (key: string) => key.startsWith('entry.') || key.startsWith('time since ');
  return { ...scope, guarded: new Set([...scope.guarded].filter((key) => lasting.has(key) || isForGood(key))) };
}

/** What is there for a lead who takes this branch. Unknown takes "else", so there only a plain denial proves anything. */
function provedBy(step: StepAst, branch: string): readonly string[] {
  if (step.kind === 'if' && step.when !== undefined) {
    return [...(branch === 'then' ? guards(step.when, true, false) : guards(step.when, false, true))];
  }
  if (step.kind === 'wait' && step.for !== undefined && branch === 'then') {
    return step.for.kind === 'word' ? [`time since ${step.for.value}`] : [...guards(step.for, true, false)];
  }
  return [];
}

function checkStep(step: StepAst, scope: Scope): void {
  if (step.at !== undefined) checkAt(step.at, scope);
  if ('when' in step && step.when !== undefined) checkCondition(step.when, scope, '"when"');
  switch (step.kind) {
    case 'send':
      if (step.variants !== undefined) checkVariants(step.variants, scope);
      return;
    case 'task':
      for (const { when } of step.assign) if (when !== undefined) checkCondition(when, scope, '"when"');
      return;
    case 'wait':
      checkWaitFor(step, scope);
      return;
    case 'branch':
      checkBranchOn(step, scope);
      return;
    case 'split':
      if (step.best !== undefined) checkBest(step.best, scope);
      return;
    case 'set':
      checkSet(step, scope);
      return;
    case 'do':
      if (step.with !== undefined) checkGiven(step.with, scope);
      return;
    case 'repeat':
      if (step.until !== undefined) checkCondition(step.until, scope, '"until"');
      return;
    case 'if':
    case 'start':
    case 'end':
      return;
    default:
      unreachable(step);
  }
}

/** `for: project_created` is an event; anything else is a condition. */
function checkWaitFor(step: WaitStepAst, scope: Scope): void {
  if (step.for === undefined) return;
  if (step.for.kind === 'word') knownEvent(step.for, scope.declared, scope.report);
  else checkCondition(step.for, scope, '"for"');
}

/** The share for whom it is true, or the mean of a number. */
function checkBest({ measure }: BestAst, scope: Scope): void {
  const { type } = typeOf(measure, scope);
  if (type.kind === 'boolean' || type.kind === 'number' || type.kind === 'error') return;
  scope.report('C3102', measure.span, { operator: 'best', needs: 'a condition or a number', found: inWords(type) });
}

function checkSet({ attribute, to }: SetStepAst, scope: Scope): void {
  const found = to === undefined ? undefined : typeOf(to, scope);
  if (attribute?.kind !== 'path') return;
  const { denied: _, ...plain } = scope;
  const wanted = typeOf(attribute, plain);
  const name = `${attribute.root.value}.${attribute.name.value}`;
  if (name === 'lead.email' || name === 'account.domain') scope.report('C3108', attribute.span, { attribute: name });
  else if (to !== undefined && found !== undefined) checkSetTo(to, found, wanted, name, scope);
}

function checkSetTo(
  to: ExprAst,
  found: ReturnType<typeof typeOf>,
  wanted: ReturnType<typeof typeOf>,
  attribute: string,
  scope: Scope,
): void {
  if (fits(found.type, wanted.type)) {
    checkLiteral(to, found.type, wanted, scope);
    return;
  }
  const labels = wanted.declared === undefined ? [] : [{ span: wanted.declared, text: 'declared here' }];
  scope.report('C3107', to.span, { attribute, needs: inWords(wanted.type), found: inWords(found.type) }, { labels });
}
