import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from './embedded-postgres.js';
import type { Postgres, PostgresOptions } from './embedded-postgres.js';

// Where the packages of Debian, Red Hat and Homebrew put it.
const places = [
  '/usr/lib/postgresql/15/bin',
  '/usr/pgsql-15/bin',
  '/opt/homebrew/opt/postgresql@15/bin',
  '/usr/local/opt/postgresql@15/bin',
] as const;

/** The `bin` folder of an installed PostgreSQL 15, the oldest we promise to work with. */
export function findPostgres15(): string | undefined {
  return places.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Starts it as {@link startPostgres} starts ours: what works on one must work on both. */
export function startPostgres15(binDir: string, options: Omit<PostgresOptions, 'binDir'>): Promise<Postgres> {
  return startPostgres({ ...options, binDir });
}
