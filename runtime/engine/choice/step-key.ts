import type { Step } from '../../../compiler/plan/ir.js';
import { sendKey } from '../stable-hash.js';
import type { Facts, Progress } from '../types.js';
import { nextRound, occurrenceOf } from './rounds.js';

/** The key of what this step asks for at this occurrence; a repeat's own message belongs to the round it begins. */
export function stepKey({
  step,
  progress,
  facts,
}: {
  readonly step: Step;
  readonly progress: Progress;
  readonly facts: Pick<Facts, 'enrolment' | 'keyed'>;
}): string {
  const rounds = step.kind === 'repeat' ? nextRound(progress, step.id, 0) : progress.rounds;
  return sendKey(facts.enrolment.id, keyName(facts, step.id), occurrenceOf(rounds));
}


/** What a step is called in keys: by the first name it had, whatever it is called now. */
export function keyName({ keyed }: Pick<Facts, 'keyed'>, step: string): string {
  return keyed !== undefined && Object.hasOwn(keyed, step) ? (keyed[step] ?? step) : step;
}
