import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareCluster } from './test-database.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the cluster that all test files of the project share; empty where the machine has none of its version. */
    readonly clusterUrl: string;
  }
}

interface Started {
  readonly url: string;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** Starts one cluster for all test files of a project; what it gives back takes it away again. */
export async function provideCluster(
  project: TestProject,
  start: (options: { readonly dataDir: string }) => Promise<Started>,
): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-cluster-'));
  // The server's user has to get in: where we are root that is another one.
  await chmod(folder, 0o755);
  const server = await start({ dataDir: join(folder, 'cluster', 'data') });
  await prepareCluster(server.url);
  project.provide('clusterUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(server.dataDir, { recursive: true, force: true });
  };
}
