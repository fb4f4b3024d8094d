import type { SendStep } from '../../../compiler/plan/ir.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';
import { sendOrSay } from './send-or-say.js';

/** One message, or the reason why not. */
export function takeSend(look: Look<SendStep>): Move {
  return sendOrSay(look, look.step, goTo(look.step.next, look.at));
}
