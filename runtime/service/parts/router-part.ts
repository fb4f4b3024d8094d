import { startRouter } from '../../leads/absorbing/router.js';
import type { LeadDesk } from '../../leads/lead-lock.js';
import type { Metrics } from '../../operations/metrics.js';
import type { Tracing } from '../../operations/tracing/tracing.js';
import type { Database } from '../../store/database.js';
import { outboxDone, outboxFailed, takeOutbox } from '../../store/outbox.js';
import type { Dispatcher, Outbox } from '../../temporal/dispatcher.js';
import { startDispatcher } from '../../temporal/dispatcher.js';
import { createMemory } from '../../temporal/memory.js';
import { startDueLoop } from '../loops/due-loop.js';
import { watchIncarnation } from '../loops/watch-incarnation.js';
import { idleDispatcher } from '../roles.js';
import type { WorkLoop } from '../../work-loop.js';
import type { Foundation } from './foundation.js';

export interface Routing {
  readonly dispatcher: Dispatcher;
  readonly router: WorkLoop;
  /** There may be something to work in and to tell Temporal. */
  wakeAll(): void;
}

/** The longest a failed call to Temporal waits for its next turn; ms. */
const longestBackOffMs = 60_000;

/**
 * Works events in, lets leads in at their moments and tells Temporal, where this process has that
 * role; who moves time himself also says when events are worked in.
 */
export async function startRouting({ db, client, clock, desk, metrics, tracing, ends, runs, ownTime, onError }: Foundation): Promise<Routing> {
  if (ownTime) {
    const watch = await watchIncarnation({ db, memory: createMemory(client), clock }, onError);
    ends.push(() => watch.stop());
  }
  const dispatcher = runs('router') ? startDispatcher(client, outboxOf(db, metrics), onError) : idleDispatcher;
  ends.push(() => dispatcher.stop());
  const onAbsorbed = (leads: number): void => {
    metrics.absorbed(leads);
    dispatcher.notify();
  };
  const router: WorkLoop = ownTime ? startRouter(absorbing(desk, tracing), { onError, onAbsorbed }) : idleRouter;
  ends.push(() => router.stop());
  if (ownTime) {
    const dues = startDueLoop(desk, { onError, onWorked: () => dispatcher.notify() });
    ends.push(() => dues.stop());
  }
  return {
    dispatcher,
    router,
    wakeAll() {
      router.notify();
      dispatcher.notify();
    },
  };
}

/** Under a lead's lock the router does one thing. */
function absorbing(desk: LeadDesk, tracing: Tracing): LeadDesk {
  return { ...desk, withLead: (lead, work) => tracing.within('absorb', {}, () => desk.withLead(lead, work)) };
}

const idleRouter: WorkLoop = { notify() {}, async stop() {} };

function outboxOf(db: Database, metrics: Metrics): Outbox {
  return {
    take: (limit) => takeOutbox(db, limit, Date.now()),
    async done(rows) {
      metrics.told(rows.length);
      await outboxDone(db, rows);
    },
    async failed(row) {
      metrics.notTold();
      await outboxFailed(db, row, Date.now() + Math.min(longestBackOffMs, 500 * 2 ** Math.min(row.attempts, 10)));
    },
  };
}
