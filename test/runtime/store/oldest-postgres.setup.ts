import type { TestProject } from 'vitest/node';
import { findPostgres15, startPostgres15 } from '../../../runtime/servers/postgres/oldest-postgres.js';
import { provideCluster } from './provide-cluster.js';

/** Starts the oldest supported PostgreSQL for the storage tests, where the machine has it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findPostgres15();
  if (binaries !== undefined) return provideCluster(project, (options) => startPostgres15(binaries, options));
  project.provide('clusterUrl', '');
  return async () => {};
}
