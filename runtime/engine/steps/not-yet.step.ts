import type { BranchStep, DoStep, RepeatStep, SplitStep, StartStep } from '../../../compiler/plan/ir.js';
import { notYet } from '../not-yet.js';
import type { Look, Move } from './move.js';

/** @throws always */
export function takeNotYet({ step }: Look<BranchStep | SplitStep | DoStep | StartStep | RepeatStep>): Move {
  return notYet(`the step "${step.kind}"`);
}
