import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import type { Bench } from './bench.js';
import { beside } from './beside.js';
import type { DripStage } from './drip-stage.js';
import { setDripStage } from './drip-stage.js';
import { untilEnded } from './ended.js';

const leads = 300;
const bareQueue = 'bare';
const concurrentStarts = 20;

/**
 * Leads finished per second through a five-mail drip with one-second waits, everything real but
 * the mail server local, against a bare workflow with five no-op activities and the same timers on
 * the same server. The yardstick runs before and after, so that a drifting machine shows.
 */
export const measureThroughput: Bench = async (progress, { temporal }) => {
  const drip = await setDripStage(progress, { temporal });
  try {
    const before = await bare(drip, 'before', progress);
    const ours = await drips(drip, progress);
    const after = await bare(drip, 'after', progress);
    const yardstick = (before + after) / 2;
    const round = (value: number): number => Math.round(value * 100) / 100;
    return [
      { name: 'five-mail-drip', value: round(ours), unit: 'leads/s', ratio: round(ours / yardstick) },
      { name: 'bare-workflow', value: round(yardstick), unit: 'leads/s' },
    ];
  } finally {
    await drip.stop();
  }
};

async function drips({ service, signUp }: DripStage, progress: (line: string) => void): Promise<number> {
  const ids = Array.from({ length: leads }, (_, index) => `u-${index}`);
  const began = performance.now();
  await signUp(ids);
  await untilEnded(service.db, leads, 300_000);
  const seconds = (performance.now() - began) / 1000;
  progress(`five-mail drip: ${leads} leads in ${seconds.toFixed(1)} s`);
  return leads / seconds;
}

async function bare({ service, stage }: DripStage, run: string, progress: (line: string) => void): Promise<number> {
  const connection = await NativeConnection.connect({ address: stage.temporalAddress });
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: beside('bare.workflow', import.meta.url), logger: quiet });
  const worker = await Worker.create({
    connection,
    taskQueue: bareQueue,
    workflowBundle,
    activities: { nothing: async () => {} },
    maxCachedWorkflows: 1_000,
  });
  const { client } = service;
  const seconds = await worker.runUntil(async () => {
    const began = performance.now();
    const handles = [];
    for (let index = 0; index < leads; index += concurrentStarts) {
      const starts = Array.from({ length: concurrentStarts }, (_, offset) =>
        client.workflow.start('bare', { taskQueue: bareQueue, workflowId: `bare-${run}-${index + offset}` }),
      );
      handles.push(...(await Promise.all(starts)));
    }
    await Promise.all(handles.map((handle) => handle.result()));
    return (performance.now() - began) / 1000;
  });
  await connection.close();
  progress(`bare workflow, ${run}: ${leads} in ${seconds.toFixed(1)} s`);
  return leads / seconds;
}
