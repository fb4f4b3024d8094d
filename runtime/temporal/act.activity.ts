import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Act } from './contract.js';
import { actHeartbeatMs } from './contract.js';

/** What one attempt came to: `again` where it is worth another, after so many ms if somebody said. */
export type ActEnd = { readonly kind: 'settled' } | { readonly kind: 'again'; readonly afterMs?: number };

/** Makes one attempt at an action, and settles it where there is nothing more to try. */
export type AttemptAction = (actionKey: string, epoch: number, overseer: ActOverseer) => Promise<ActEnd>;

export interface ActOverseer {
  /** Aborted when the worker stops. */
  readonly signal: AbortSignal;
  heartbeat(): void;
}

/**
 * Has one action done. The store counts attempts and settles it; to be tried again it throws,
 * naming neither the lead nor what the action said.
 */
export function createAct(attempt: AttemptAction): Act['act'] {
  return async (actionKey, epoch) => {
    const context = Context.current();
    const heartbeat = (): void => context.heartbeat();
    // While this process lives the attempt does: a crash is noticed long before its time is over.
    const beating = setInterval(heartbeat, actHeartbeatMs);
    try {
      const end = await attempt(actionKey, epoch, { signal: context.cancellationSignal, heartbeat });
      if (end.kind === 'settled') return;
      const { afterMs } = end;
      throw ApplicationFailure.create({
        message: 'the attempt came to nothing',
        type: 'again',
        ...(afterMs === undefined ? {} : { nextRetryDelay: Math.max(1, Math.ceil(afterMs)) }),
      });
    } finally {
      clearInterval(beating);
    }
  };
}
