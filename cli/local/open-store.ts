import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../runtime/servers/embedded-postgres.js';
import { isRunning, readState } from '../../runtime/servers/state-file.js';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';

/** Where `run` keeps what its servers store. */
export function dataFolderOf(repository: string): string {
  return join(repository, '.perennial', 'data');
}

/**
 * Opens the repository's database for one command: DATABASE_URL, else the one that runs, else the
 * embedded one, started for as long as the command takes.
 *
 * @throws UsageError when there is none and `create` is not set
 */
export async function withStore<T>(
  host: Host,
  repository: string,
  create: boolean,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const found = await findDatabase(host, repository, create);
  const db = openDatabase(found.url, { max: 4 });
  try {
    await migrate(db);
    return await work(db);
  } finally {
    await db.close();
    await found.stop();
  }
}

interface Found {
  readonly url: string;
  stop(): Promise<void>;
}

async function findDatabase(host: Host, repository: string, create: boolean): Promise<Found> {
  const nothingToStop = async (): Promise<void> => {};
  const named = host.env['DATABASE_URL'];
  if (named !== undefined) return { url: named, stop: nothingToStop };
  const state = readState(repository);
  if (state !== undefined && isRunning(state)) return { url: state.databaseUrl, stop: nothingToStop };
  const folder = state?.dataFolder ?? dataFolderOf(repository);
  if (!create && !existsSync(folder)) {
    throw new UsageError(
      `Nothing was ever run in ${repository}.`,
      `Start it (perennial run ${repository}), or name the database in DATABASE_URL.`,
    );
  }
  host.err('Nothing runs here; starting the database for this command …');
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), progress: (line) => host.err(line) });
  return { url: postgres.url, stop: () => postgres.stop() };
}
