import type { StepAst } from '../../grammar/ast/step.js';
import { winner } from '../../grammar/steps/split.step.js';
import { onceFor } from '../once-for.js';
import { unreachable } from '../plan/ir.js';

/** Every step in the order of the file, branches after the step they hang on. */
export const stepsOf = onceFor((steps: readonly StepAst[]): readonly StepAst[] => {
  const all: StepAst[] = [];
  addSteps(steps, all);
  return all;
});

/** To one list, for what is below is seldom asked for alone. */
function addSteps(steps: readonly StepAst[], all: StepAst[]): void {
  for (const step of steps) {
    all.push(step);
    for (const branch of branchesOf(step)) addSteps(branch.steps, all);
  }
}

/** What a list of steps below a step is to it. */
export type BranchOf = 'then' | 'else' | 'case' | 'arm' | 'outcome' | 'round';

export interface Branch {
  readonly of: BranchOf;
  /** As it was written: `then`, `else`, `steps`, or the name of a value, an arm or an outcome. */
  readonly name: string;
  readonly steps: readonly StepAst[];
}

/** The branches that were written; an absent one leads straight to the next step. */
export function branchesOf(step: StepAst): readonly Branch[] {
  switch (step.kind) {
    case 'wait':
    case 'if':
      return [...branch('then', 'then', step.then), ...branch('else', 'else', step.else)];
    case 'branch':
      return [...named('case', step.cases), ...branch('else', 'else', step.else)];
    case 'split':
      // Who waits for the winner walks the winner's steps.
      return named('arm', step.arms.filter(({ name, steps }) => name.value !== winner || steps.length > 0));
    case 'task':
      return named('outcome', step.outcomes);
    case 'repeat':
      return branch('round', 'steps', step.steps);
    case 'send':
    case 'set':
    case 'do':
    case 'start':
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}

/** The outcome of a task to which nobody answered in time. */
export const lateOutcome = 'late';

function branch(of: BranchOf, name: string, steps: readonly StepAst[] | undefined): readonly Branch[] {
  return steps === undefined ? [] : [{ of, name, steps }];
}

function named(
  of: BranchOf,
  branches: readonly { readonly name: { readonly value: string }; readonly steps: readonly StepAst[] }[],
): readonly Branch[] {
  return branches.map(({ name, steps }) => ({ of, name: name.value, steps }));
}
