import type { StepAst } from '../../grammar/ast/step.js';
import { branchesOf, lateOutcome } from '../names/steps-of.js';
import { unreachable } from '../plan/ir.js';

/** Whether some lead gets past this step; only an `end` on every way stops all. */
export function completes(step: StepAst): boolean {
  switch (step.kind) {
    case 'end':
      return false;
    case 'wait':
      return waitCompletes(step);
    case 'if':
      return branchCompletes(step.then) || branchCompletes(step.else);
    case 'branch':
    case 'split':
      return someBranchCompletes(step);
    case 'task':
      // Without steps for it, a lead whose task nobody answers just goes on.
      return !step.outcomes.some(({ name }) => name.value === lateOutcome) || someBranchCompletes(step);
    case 'repeat':
      return repeatCompletes(step);
    case 'send':
    case 'set':
    case 'do':
    case 'start':
      return true;
    default:
      return unreachable(step);
  }
}

function waitCompletes(step: Extract<StepAst, { kind: 'wait' }>): boolean {
  // Without a limit nobody takes the `else`.
  if (step.atMost === undefined) return branchCompletes(step.then);
  return branchCompletes(step.then) || branchCompletes(step.else);
}

function repeatCompletes(step: Extract<StepAst, { kind: 'repeat' }>): boolean {
  if (step.until !== undefined) return true;
  if (step.steps !== undefined) return step.times !== undefined && branchCompletes(step.steps);
  return step.times !== undefined || step.noneLeft?.value === 'continue';
}

function someBranchCompletes(step: StepAst): boolean {
  const branches = branchesOf(step);
  return branches.length === 0 || branches.some(({ steps }) => branchCompletes(steps));
}

function branchCompletes(branch: readonly StepAst[] | undefined): boolean {
  return branch === undefined || branch.every(completes);
}
