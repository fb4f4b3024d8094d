import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPostgres15, startPostgres15 } from '../../../runtime/servers/postgres/oldest-postgres.js';
import { prepareCluster } from './test-database.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a cluster of the oldest supported version; empty where the machine has none. */
    readonly oldestPostgresUrl: string;
  }
}

/** Starts the oldest supported PostgreSQL for the storage tests, where the machine has it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findPostgres15();
  if (binaries === undefined) {
    project.provide('oldestPostgresUrl', '');
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), 'perennial-oldest-'));
  // The server's user has to get in: where we are root that is another one.
  await chmod(folder, 0o755);
  const server = await startPostgres15(binaries, { dataDir: join(folder, 'cluster', 'data') });
  await prepareCluster(server.url);
  project.provide('oldestPostgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(server.dataDir, { recursive: true, force: true });
  };
}
