import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../runtime/servers/postgres/embedded-postgres.js';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';

/** A PostgreSQL of its own with all tables and nothing in them, while `work` lasts. */
export async function onDatabase<T>(progress: (line: string) => void, work: (db: Database) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  // The server's user has to get in: where we are root that is another one.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), progress });
  const db = openDatabase(postgres.url);
  try {
    await migrate(db);
    return await work(db);
  } finally {
    await db.close();
    await postgres.stop();
    for (const path of [folder, postgres.dataDir, `${postgres.dataDir}.log`, `${postgres.dataDir}.password`]) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
