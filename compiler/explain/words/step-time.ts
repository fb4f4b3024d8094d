import type { LateAst, StepAst } from '../../../grammar/ast/step.js';
import type { Around } from '../around.js';
import { atInWords } from './moment-in-words.js';
import { lengthInWords } from './numbers-in-words.js';

/** When a step is due: "two days later", "two days after entry at 09:30"; undefined when at once. */
export function stepTime({ after, at }: Pick<StepAst, 'after' | 'at'>, around: Around): string | undefined {
  if (at !== undefined) return atInWords(at, around);
  return after === undefined ? undefined : `${lengthInWords(after.value)} later`;
}

const lateWords: Readonly<Record<LateAst, string>> = {
  send: 'When that moment is already past, the step is done at once.',
  skip: 'When that moment is already past, the step is skipped.',
  end: 'When that moment is already past, the campaign ends for the lead.',
};

export function lateInWords(late: LateAst): string {
  return lateWords[late];
}
