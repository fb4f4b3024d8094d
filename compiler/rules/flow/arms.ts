import type { ArmAst, SplitStepAst } from '../../../grammar/ast/step.js';
import { winner } from '../../../grammar/steps/split.step.js';

/** The arms that leads are divided among; the winner's are those who are left. */
export function ordinaryArms({ arms }: SplitStepAst): readonly ArmAst[] {
  return arms.filter(({ name }) => name.value !== winner);
}

export function winnerOf({ arms }: SplitStepAst): ArmAst | undefined {
  return arms.find(({ name }) => name.value === winner);
}
