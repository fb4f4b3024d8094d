import { beforeEach, inject } from 'vitest';

// Counted as skipped, so that the closing line says what did not run.
if (inject('clusterUrl') === '') beforeEach((context) => context.skip('PostgreSQL 15 is not on this machine'));
