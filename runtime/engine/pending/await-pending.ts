import type { Step } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import type { Look, Move } from '../steps/move.js';
import { awaitAction } from './await-action.js';
import { awaitAnswer } from './await-answer.js';
import type { Pending } from './types.js';

/** Whether what the lead waits for has come; asked after leaves and goal, which end any wait. */
export function awaitPending(look: Pick<Look, 'progress' | 'facts' | 'now'>, step: Step, pending: Pending): Move {
  switch (pending.kind) {
    case 'task':
      return awaitAnswer(look, step, pending);
    case 'action':
      return awaitAction(look, step, pending);
    default:
      return unreachable(pending);
  }
}

/** Takes back what was asked for when the campaign is over for the lead: a task stays, a person may be at it. */
export function calledOff(move: Move, pending: Pending | undefined): Move {
  if (pending === undefined || pending.kind !== 'action' || pending.result !== undefined) return move;
  return { ...move, effects: [...(move.effects ?? []), { kind: 'call-off', key: pending.key }] };
}
