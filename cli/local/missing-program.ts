import { UsageError } from '../exit-code.js';

/** A program of PostgreSQL that is not here, or too old; the embedded server brings none. */
export function missingProgram(name: 'pg_dump' | 'pg_restore', { needed, found }: { readonly needed: number; readonly found: readonly number[] }): UsageError {
  const there = found.length === 0 ? 'and none is here' : `and the newest one here is ${Math.max(...found)}`;
  return new UsageError(
    `${name} ${needed} or newer is needed, ${there}.`,
    `Install the client programs of PostgreSQL ${needed} (on Debian: postgresql-client-${needed}); or see docs/guide/operating.md, "Backup and restore".`,
  );
}
