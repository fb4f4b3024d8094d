import type { EndStep } from '../../../compiler/plan/ir.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** The campaign is over for the lead, wherever it stands in the file. */
export function takeEnd({ at }: Look<EndStep>): Move {
  return { progress: goTo(null, at) };
}
