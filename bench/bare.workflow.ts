import { proxyActivities, sleep } from '@temporalio/workflow';

interface Nothing {
  nothing(): Promise<void>;
}

const { nothing } = proxyActivities<Nothing>({ startToCloseTimeout: '30 seconds' });

/** The yardstick: five activities that do nothing, a second between them, and nothing else. */
export default async function bare(): Promise<void> {
  for (let mail = 0; mail < 5; mail += 1) {
    if (mail > 0) await sleep(1_000);
    await nothing();
  }
}
