import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Where the prebuilt bundle lies: beside this file, in the built tree. */
export const workflowBundlePath: string = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));

/** Bundles the driver workflow once, at build time, so that a worker starts without webpack. */
export async function bundleWorkflow(target: string = workflowBundlePath): Promise<void> {
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./campaign.workflow.js', import.meta.url)),
    logger: quiet,
  });
  await writeFile(target, code);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleWorkflow();
