import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../runtime/servers/postgres/embedded-postgres.js';
import { openDatabase } from '../../runtime/store/database.js';
import type { Database } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';
import { until } from '../runtime/service/stage/until.js';

/** A PostgreSQL of our own, that can die. */
export interface DatabaseServer {
  readonly url: string;
  /** Past every wire; broken by a crash, and good again after it. */
  readonly db: Database;
  /** SIGKILL, and after `awayMs` the same again on what is on the disk. */
  crash(awayMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startDatabaseServer(folder: string): Promise<DatabaseServer> {
  const dataDir = join(folder, 'cluster', 'data');
  let server = await startPostgres({ dataDir });
  const { url } = server;
  const port = Number(new URL(url).port);
  const db = openDatabase(url, { max: 4 });
  // What it wrote survives its own death; only a loss of power would be another matter.
  await db.pool.query('alter system set fsync = off');
  await db.pool.query('select pg_reload_conf()');
  await migrate(db);
  return {
    url,
    db,
    async crash(awayMs) {
      process.kill(server.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      // It refuses while a process of the former one is still at work on the data.
      server = await until('PostgreSQL is back', 30_000, () => startPostgres({ dataDir, port }).catch(() => undefined), 200);
    },
    async stop() {
      await db.close();
      await server.stop();
      await rm(server.dataDir, { recursive: true, force: true });
    },
  };
}
