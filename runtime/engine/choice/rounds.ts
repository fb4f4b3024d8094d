import type { Progress, Round } from '../types.js';

/** The round of this repeat the lead is in, or came back from; undefined before the first. */
export function roundOf({ rounds }: Progress, repeat: string): Round | undefined {
  const last = rounds?.at(-1);
  return last?.step === repeat ? last : undefined;
}

/** The rounds once the next one of this repeat has begun at `began` (epoch ms). */
export function nextRound(progress: Progress, repeat: string, began: number): readonly Round[] {
  const round = (roundOf(progress, repeat)?.round ?? 0) + 1;
  return [...roundsAround(progress, repeat), { step: repeat, round, began }];
}

/** The rounds once this repeat is over. */
export function roundsAround(progress: Progress, repeat: string): readonly Round[] {
  const { rounds = [] } = progress;
  return roundOf(progress, repeat) === undefined ? rounds : rounds.slice(0, -1);
}

/**
 * Which time a step is taken: 1 outside of repeats, else the round, and in repeats within each
 * other their rounds from the outside in. Part of the key of a message, a task and a start.
 */
export function occurrenceOf(rounds: readonly Round[] | undefined): number | string {
  if (rounds === undefined || rounds.length === 0) return 1;
  const [only, ...more] = rounds.map(({ round }) => round);
  return only !== undefined && more.length === 0 ? only : rounds.map(({ round }) => round).join('.');
}

/** What a lead keeps from step to step: the rounds it is in, and that it is held out. */
export function carriedOver(before: Progress, after: Progress): Progress {
  if (before.rounds === undefined && before.heldOut === undefined && after.rounds === undefined) return after;
  const { rounds: changed, ...rest } = after;
  const { rounds: kept = [], heldOut } = before;
  const rounds = after.step === null ? [] : (changed ?? kept);
  return {
    ...rest,
    ...(rounds.length === 0 ? {} : { rounds }),
    ...(heldOut === undefined ? {} : { heldOut }),
  };
}
