import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { startChild } from '../processes/child-process.js';
import type { Child } from '../processes/child-process.js';
import { chooseDataDir } from './data-dir.js';
import { freePort } from '../processes/free-port.js';
import { withLock } from '../processes/lock-file.js';
import { endLeftovers } from '../processes/pid-file.js';
import { binariesIn, embeddedBinaries } from './postgres-binaries.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { createCluster, readPassword } from './postgres-cluster.js';
import { clearPostmasterFile } from './postmaster-file.js';
import { askPostgres, ensureDatabase, isRefusal } from './postgres-database.js';
import { serverUser } from './server-user.js';
import type { ServerUser } from './server-user.js';
import { waitForAnswer } from '../processes/wait-for-answer.js';

export interface PostgresOptions {
  /** Kept across restarts; another one stands for it if the server's user may not go there. */
  readonly dataDir: string;
  /** Any free one when left out. */
  readonly port?: number;
  readonly progress?: (line: string) => void;
  /** Another PostgreSQL than the one that comes with us. */
  readonly binDir?: string;
  /** Throws away what an earlier start stored. */
  readonly fresh?: boolean;
}

export interface Postgres {
  /** With user, generated password and database. */
  readonly url: string;
  readonly pid: number;
  /** Where the data really is. */
  readonly dataDir: string;
  stop(): Promise<void>;
}

// A clean end writes a checkpoint; after a killed server the next start would have to recover.
const stopGraceMs = 20_000;
// Recovery after a loss of power reads the log since the last checkpoint.
const startLimitMs = 60_000;

/**
 * Starts PostgreSQL on 127.0.0.1, on a new data folder or one of an earlier start.
 *
 * @throws when the folder is in use, belongs to another major version, or the server gives no answer
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { progress = () => {}, binDir } = options;
  const user = serverUser(progress);
  const dataDir = chooseDataDir(options.dataDir, { ...user, progress });
  const binaries = binDir === undefined ? embeddedBinaries(user, progress) : binariesIn(binDir);

  const onWait = () => progress(`Another process is starting the database in ${dataDir}; waiting for it.`);
  return withLock(`${dataDir}.lock`, onWait, async () => {
    endLeftovers(dirname(dataDir), childName(dataDir), 'SIGINT');
    clearPostmasterFile(dataDir);
    if (options.fresh === true) rmSync(dataDir, { recursive: true, force: true });
    if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster({ dataDir, user, binaries, progress });
    checkVersion(dataDir, binaries);
    return open(dataDir, options.port ?? (await freePort()), user, binaries);
  });
}

async function open(
  dataDir: string,
  port: number,
  user: ServerUser,
  binaries: PostgresBinaries,
): Promise<Postgres> {
  const server = { port, password: readPassword(dataDir) };
  const logFile = `${dataDir}.log`;
  const child = startServer(dataDir, port, user, binaries, logFile);
  await waitForAnswer({
    what: 'PostgreSQL',
    child,
    logFile,
    limitMs: startLimitMs,
    ask: () => askPostgres(server),
    isFinal: isRefusal,
  });
  const url = await ensureDatabase(server, 'perennial').catch(async (error: unknown) => {
    await child.stop(stopGraceMs);
    throw error;
  });
  return {
    url,
    pid: child.pid,
    dataDir,
    async stop() {
      await child.stop(stopGraceMs);
    },
  };
}

function startServer(
  dataDir: string,
  port: number,
  user: ServerUser,
  { postgres }: PostgresBinaries,
  logFile: string,
): Child {
  const settings = [
    'listen_addresses=127.0.0.1',
    // The path of a socket may have about a hundred bytes, and a repository can lie deeper than that.
    'unix_socket_directories=',
    'max_connections=100',
  ];
  return startChild({
    name: childName(dataDir),
    command: postgres,
    args: ['-D', dataDir, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
    // Its messages are read by people and by us: always in English.
    env: { ...process.env, LC_ALL: 'C' },
    cwd: dataDir,
    logFile,
    // SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    ...user,
  });
}

// The folder may hold more than one cluster, so the name of the cluster is part of it.
function childName(dataDir: string): string {
  return `postgres-${basename(dataDir)}`;
}

function checkVersion(dataDir: string, { major }: PostgresBinaries): void {
  const made = Number(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8'));
  if (made === major) return;
  throw new Error(
    `The database in ${dataDir} was made by PostgreSQL ${made}; this is ${major}.\n` +
      `Move the folder away to start empty, or carry its content over with pg_dump of version ${made}.`,
  );
}
