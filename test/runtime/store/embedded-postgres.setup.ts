import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../runtime/servers/postgres/embedded-postgres.js';
import { provideCluster } from './provide-cluster.js';

/** Starts the embedded PostgreSQL that the product itself brings: once for all files, or each would wait for its own. */
export default function setUp(project: TestProject): Promise<() => Promise<void>> {
  return provideCluster(project, startPostgres);
}
