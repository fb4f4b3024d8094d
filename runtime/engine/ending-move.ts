import type { Ended } from './ending.js';
import type { Move } from './steps/move.js';
import type { Ending, Progress, Reason } from './types.js';

/** Ends the enrolment, with the reason. */
export function ending(progress: Progress, ended: Ended, now: number): Move {
  return { ...end({ ending: ended.ending, at: now }), reasons: [reasonOf(progress, ended, now)] };
}

/** Ends the enrolment; why was said before. */
export function end({ ending: how, at }: { readonly ending: Ending; readonly at: number }): Move {
  return { progress: { step: null, since: at, ending: how }, rest: { kind: 'end', ending: how } };
}

export function reasonOf({ step }: Progress, { ending: how, detail, text }: Ended, at: number): Reason {
  return { code: how === 'goal' ? 'goal' : 'left', ...(step === null ? {} : { step }), detail, text, at };
}
