import type { StepAst } from '../../grammar/ast/campaign.js';
import { unreachable } from '../plan/ir.js';

/** Every step in the order of the file, branches after the step they hang on. */
export function stepsOf(steps: readonly StepAst[]): readonly StepAst[] {
  return steps.flatMap((step) => [step, ...branchesOf(step).flatMap(({ steps: branch }) => stepsOf(branch))]);
}

export interface Branch {
  readonly name: 'then' | 'else';
  readonly steps: readonly StepAst[];
}

/** The branches that were written; an absent one leads straight to the next step. */
export function branchesOf(step: StepAst): readonly Branch[] {
  switch (step.kind) {
    case 'wait':
    case 'if':
      return [
        ...(step.then === undefined ? [] : [{ name: 'then' as const, steps: step.then }]),
        ...(step.else === undefined ? [] : [{ name: 'else' as const, steps: step.else }]),
      ];
    case 'send':
    case 'set':
    case 'task':
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}
