import { expect, test, vi } from 'vitest';
import { driverQueue, wakeSignal, workflowType } from '../../runtime/temporal/contract.js';
import type { Next } from '../../runtime/temporal/contract.js';
import { startWorker } from '../../runtime/temporal/worker.js';
import { until } from '../runtime/service/stage/until.js';
import { useServers } from '../runtime/service/stage/use-servers.js';

// A server as it is delivered suggests a new run after 4,096 events and ends one after 51,200: a wake costs
// about seven, and the first driver was ended after 7,465 of them. Here both limits are lower, and the
// second one lies as far behind the first.
const suggested = 40;
const ended = 350;
const wakes = 80;

vi.setConfig({ testTimeout: 120_000 });

const servers = useServers([
  `limit.historyCount.suggestContinueAsNew=${suggested}`,
  `limit.historyCount.warn=${ended}`,
  `limit.historyCount.error=${ended}`,
]);

test('interleaving: the server ends a workflow of 7,465 wakes', async () => {
  const { client, temporal } = servers();
  let looks = 0;
  let over = false;
  const worker = await startWorker({
    address: temporal.address,
    namespace: 'default',
    activities: {
      async advance(): Promise<Next> {
        looks += 1;
        return over ? { kind: 'end', ending: 'finished' } : { kind: 'wait' };
      },
    },
    deliver: () => Promise.resolve(),
    act: () => Promise.resolve(),
  });
  try {
    const enrolment = { enrolmentId: 'woken-again-and-again', epoch: 1 };
    const first = await client.workflow.start(workflowType('woken'), {
      taskQueue: driverQueue,
      workflowId: enrolment.enrolmentId,
      args: [enrolment],
    });
    const handle = client.workflow.getHandle(enrolment.enrolmentId);
    await until('the first look', 20_000, () => (looks > 0 ? looks : undefined), 2);
    while (looks <= wakes) {
      const before = looks;
      await handle.signal(wakeSignal);
      await until('a look after a wake', 20_000, () => (looks > before ? looks : undefined), 2);
    }
    // A look more than was asked for must not end it between two wakes.
    over = true;
    await handle.signal(wakeSignal);
    expect(await first.result()).toBe('finished');
    const last = await handle.describe();
    expect(last.status.name).toBe('COMPLETED');
    expect(last.historyLength).toBeLessThan(2 * suggested);
    expect(last.runId).not.toBe(first.firstExecutionRunId);
  } finally {
    await worker.stop();
  }
});
