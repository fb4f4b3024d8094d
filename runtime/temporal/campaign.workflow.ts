import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Act, ActNext, Deliver, EnrolmentRef, LocalActivities } from './contract.js';
import { actGraceMs, actHeartbeatTimeout, deliverTimeout, wakeSignal } from './contract.js';

const { advance } = proxyLocalActivities<LocalActivities>({ startToCloseTimeout: '10 seconds' });
const wake = defineSignal(wakeSignal);

/**
 * Drives one enrolment: look, hand over, rest, until it ends. Every decision is `advance`'s.
 *
 * The only export: any other one would become startable as a workflow type.
 */
export default async function campaign(enrolment: EnrolmentRef): Promise<string> {
  let woken = false;
  setHandler(wake, () => {
    woken = true; // carries nothing: it says "look again"
  });
  for (;;) {
    woken = false;
    const next = await advance(enrolment);
    switch (next.kind) {
      case 'deliver':
        await deliveryOn(next.queue, next.name)(next.sendKey, enrolment.epoch);
        break;
      case 'act':
        await actionOf(next)(next.actionKey, enrolment.epoch);
        break;
      case 'wait':
        // Look first: a condition that already holds still writes a timer to history.
        if (woken) break;
        if (next.ms === undefined) await condition(() => woken);
        else await condition(() => woken, Math.max(1, next.ms));
        break;
      case 'end':
        return next.ending;
    }
    // Here, before anything else is done in this task: a wake that comes while it is under way makes the server refuse its end.
    if (isLong()) return continueAsNew<typeof campaign>(enrolment);
  }
}

/**
 * A worker that does not have the execution in its memory replays all of its history within one workflow task, for
 * which there are ten seconds; 4,100 events took four to ten. A new run needs nothing but the reference.
 */
const longHistory = 1_000;

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > longHistory;
}

/** How often it is tried is counted in the store: a worker that crashes is an attempt too. */
function actionOf({ queue, name, attemptMs, firstMs, mostMs }: ActNext): Act['act'] {
  const { act } = proxyActivities<Act>({
    taskQueue: queue,
    startToCloseTimeout: attemptMs + actGraceMs,
    heartbeatTimeout: actHeartbeatTimeout,
    summary: name,
    retry: { initialInterval: firstMs, backoffCoefficient: 2, maximumInterval: mostMs },
  });
  return act;
}

/** The hand-over on its channel's queue, under the name that the history shows. */
function deliveryOn(queue: string, name: string): Deliver['deliver'] {
  const { deliver } = proxyActivities<Deliver>({
    taskQueue: queue,
    startToCloseTimeout: deliverTimeout,
    summary: name,
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });
  return deliver;
}
