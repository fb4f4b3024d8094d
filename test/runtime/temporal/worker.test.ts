import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { expect, test, vi } from 'vitest';
import { driverQueue, wakeSignal, workflowType } from '../../../runtime/temporal/contract.js';
import type { EnrolmentRef, Next } from '../../../runtime/temporal/contract.js';
import { startWorker } from '../../../runtime/temporal/worker.js';
import { until } from '../service/stage/until.js';
import { useServers } from '../service/stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const workflowsPath = fileURLToPath(new URL('../../../runtime/temporal/campaign.workflow.ts', import.meta.url));
const recorded = fileURLToPath(new URL('./histories/five-mail-drip.json', import.meta.url));

const servers = useServers();

test("a history that was recorded replays on today's driver", async () => {
  const history: unknown = JSON.parse(await readFile(recorded, 'utf8'));
  const outcomes: (string | undefined)[] = [];
  const histories = [{ workflowId: 'five-mail-drip', history }];
  for await (const { error } of Worker.runReplayHistories({ workflowsPath }, histories)) {
    outcomes.push(error?.message);
  }
  expect(outcomes).toEqual([undefined]);
});

test('a recorded history names no machine and no person', async () => {
  const texts: string[] = [];
  JSON.parse(await readFile(recorded, 'utf8'), (key, value: unknown) => {
    if (typeof value === 'string') texts.push(key === 'data' ? atob(value) : value);
    return value;
  });
  expect(texts).toContain('{"kind":"end","ending":"finished"}');
  expect(texts.filter((text) => /\d@|loopback|Ada/.test(text))).toEqual([]);
});

test('the workflow looks again when a signal comes while it looks', async () => {
  const { client, temporal } = servers();
  const looks: EnrolmentRef[] = [];
  const worker = await startWorker({
    address: temporal.address,
    namespace: 'default',
    activities: {
      async advance(enrolment): Promise<Next> {
        looks.push(enrolment);
        if (looks.length > 1) return { kind: 'end', ending: 'finished' };
        await client.workflow.getHandle(enrolment.enrolmentId).signal(wakeSignal);
        // Without the signal this one sleeps for ever.
        return { kind: 'wait' };
      },
    },
    deliver: () => Promise.resolve(),
    act: () => Promise.resolve(),
  });
  try {
    const enrolment = { enrolmentId: 'signalled-while-looking', epoch: 1 };
    const handle = await client.workflow.start(workflowType('signalled'), {
      taskQueue: driverQueue,
      workflowId: enrolment.enrolmentId,
      args: [enrolment],
    });
    const ending = await until('the workflow ends', 30_000, async () =>
      (await handle.describe()).status.name === 'RUNNING' ? undefined : handle.result(),
    );
    expect(ending).toBe('finished');
    expect(looks).toEqual([enrolment, enrolment]);
  } finally {
    await worker.stop();
  }
});
