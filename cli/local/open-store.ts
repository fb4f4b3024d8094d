import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../runtime/servers/postgres/embedded-postgres.js';
import { isRunning, readState } from '../../runtime/servers/state-file.js';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase } from '../../runtime/store/database.js';
import { migrate } from '../../runtime/store/migrate.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { demandRepository } from '../repository-folder.js';
import { starting } from './surroundings.js';

/** Where `run` keeps what its servers store. */
export function dataFolderOf(repository: string): string {
  return join(repository, '.perennial', 'data');
}

export interface Wanted {
  /** As it was typed, for advice. */
  readonly command: string;
  /** Whether a repository that never ran gets a database. */
  readonly create: boolean;
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
  wanted: Wanted,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  return withServer(host, repository, wanted, async (db) => {
    await migrate(db);
    return work(db);
  });
}

/** The same, with its tables as they are. */
export async function withServer<T>(
  host: Host,
  repository: string,
  wanted: Wanted,
  work: (db: Database, url: string) => Promise<T>,
): Promise<T> {
  const found = await findDatabase(host, repository, wanted);
  const db = openDatabase(found.url, { max: 4 });
  try {
    return await work(db, found.url);
  } finally {
    await db.close();
    await found.stop();
  }
}

interface Found {
  readonly url: string;
  stop(): Promise<void>;
}

async function findDatabase(host: Host, repository: string, { command, create }: Wanted): Promise<Found> {
  const nothingToStop = async (): Promise<void> => {};
  const named = host.env['DATABASE_URL'];
  if (named !== undefined) return { url: named, stop: nothingToStop };
  const state = readState(repository);
  if (state !== undefined && isRunning(state)) return { url: state.databaseUrl, stop: nothingToStop };
  const folder = state?.dataFolder ?? dataFolderOf(repository);
  if (!create && !existsSync(folder)) {
    demandRepository(repository, command);
    throw new UsageError(
      `Nothing was ever run in ${repository}.`,
      `Start it: perennial run ${repository}   (or name a database in DATABASE_URL)`,
    );
  }
  host.err('Nothing runs here; starting the database for this command …');
  const dataDir = join(folder, 'postgres');
  const postgres = await starting(startPostgres({ dataDir, progress: (line) => host.err(line) }));
  return { url: postgres.url, stop: () => postgres.stop() };
}
