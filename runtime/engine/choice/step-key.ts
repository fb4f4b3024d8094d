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
  readonly facts: Pick<Facts, 'enrolment'>;
}): string {
  const rounds = step.kind === 'repeat' ? nextRound(progress, step.id, 0) : progress.rounds;
  return sendKey(facts.enrolment.id, step.id, occurrenceOf(rounds));
}

