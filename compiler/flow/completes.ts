import type { StepAst } from '../../grammar/ast/campaign.js';
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
    case 'send':
    case 'set':
    case 'task':
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

function branchCompletes(branch: readonly StepAst[] | undefined): boolean {
  return branch === undefined || branch.every(completes);
}
