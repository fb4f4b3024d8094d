import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { driverQueue, wakeSignal, workflowType } from '../../runtime/temporal/contract.js';
import type { Next } from '../../runtime/temporal/contract.js';
import { startWorker } from '../../runtime/temporal/worker.js';
import { until } from '../runtime/service/stage/until.js';
import { useServers } from '../runtime/service/stage/use-servers.js';

// What is woken while it looks was refused its end as often as it was tried, and each time all of its history was
// replayed: near 4,100 events that took four to ten seconds of the ten that a workflow task has.
const longest = 1_000;
/** Of the looks that are under way when a run has become long. */
const behind = 60;

vi.setConfig({ testTimeout: 120_000 });

const servers = useServers();

test('interleaving: an execution that is woken in every look ends its run while its history is short', async () => {
  const { client, temporal } = servers();
  const workflowId = randomUUID();
  const handle = client.workflow.getHandle(workflowId);
  let looks = 0;
  let over = false;
  const worker = await startWorker({
    address: temporal.address,
    namespace: 'default',
    activities: {
      async advance(): Promise<Next> {
        looks += 1;
        if (over) return { kind: 'end', ending: 'finished' };
        // Stored, and known to whoever wakes, before this task has told the server of it.
        await handle.signal(wakeSignal);
        return { kind: 'wait' };
      },
    },
    deliver: () => Promise.resolve(),
    act: () => Promise.resolve(),
  });
  try {
    const first = await client.workflow.start(workflowType('woken'), {
      taskQueue: driverQueue,
      workflowId,
      args: [{ enrolmentId: workflowId, epoch: 1 }],
    });
    const lengthOfFirst = async () => (await client.workflow.getHandle(workflowId, first.firstExecutionRunId).describe()).historyLength;
    await until('a second run', 60_000, async () => ((await handle.describe()).runId === first.firstExecutionRunId ? undefined : true));
    over = true;
    expect(await first.result()).toBe('finished');
    expect(await lengthOfFirst()).toBeLessThan(longest + behind);
    expect(await lengthOfFirst()).toBeGreaterThan(longest);
    expect(looks).toBeGreaterThan(longest / 10);
  } finally {
    await worker.stop();
  }
});
