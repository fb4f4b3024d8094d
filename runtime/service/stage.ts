import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Inbox } from '../inbox/inbox-server.js';
import { startInbox } from '../inbox/inbox-server.js';
import { cacheFolder } from '../servers/cache-folder.js';
import { startPostgres } from '../servers/postgres/embedded-postgres.js';
import { findTemporal } from '../servers/temporal/find-temporal.js';
import { endLeftovers } from '../servers/processes/pid-file.js';
import type { ProcessRecord } from '../servers/processes/process-table.js';
import { recordOf } from '../servers/processes/process-table.js';
import { startTemporal } from '../servers/temporal/temporal-server.js';

export interface StageOptions {
  /** Holds the database, Temporal's file, the inbox and the logs. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
  /** With Temporal's web page. */
  readonly ui: boolean;
  /** The clock that stamps arriving mail, where it is not the machine's. */
  readonly now?: () => number;
  /** Throws away what an earlier run stored in the folder. */
  readonly fresh?: boolean;
  /** Once it is aborted nothing more is started; what a fresh stage had stored by then is removed. */
  readonly signal?: AbortSignal;
}

/** The servers around the service: each found where it runs already, or started. */
export interface Stage {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUi?: string;
  readonly inboxFolder: string;
  readonly smtpPort: number;
  /** What was started here, for the state file. */
  readonly servers: readonly ProcessRecord[];
  stop(): Promise<void>;
  /** Removes what was stored; only after `stop`. */
  strike(): void;
}

/**
 * Starts what the service needs on this machine: PostgreSQL (unless DATABASE_URL names one),
 * Temporal (unless TEMPORAL_ADDRESS does) and the inbox. On failure nothing is left running.
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { folder, env, progress, ui, now, fresh = false, signal } = options;
  if (fresh) clearStage(folder);
  mkdirSync(folder, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const servers: ProcessRecord[] = [];
  const stored: string[] = [folder];
  const stop = async (): Promise<void> => {
    for (const end of stops.reverse()) await end();
    stops.length = 0;
  };
  const strike = (): void => {
    for (const path of stored) rmSync(path, { recursive: true, force: true });
  };
  try {
    const found = await findTemporal({ progress, env, cacheDir: cacheFolder(env) });
    signal?.throwIfAborted();
    const databaseUrl = env['DATABASE_URL'] ?? (await database(folder, fresh, progress, stops, servers, stored));
    signal?.throwIfAborted();
    const temporal =
      found.kind === 'address'
        ? { address: found.address }
        : await temporalServer(found.path, folder, ui, progress, stops, servers);
    const inboxFolder = join(folder, 'inbox');
    const inbox: Inbox = await startInbox({ dir: inboxFolder, ...(now === undefined ? {} : { now }) });
    stops.push(() => inbox.stop());
    return {
      databaseUrl,
      temporalAddress: temporal.address,
      ...(temporal.uiAddress === undefined ? {} : { temporalUi: temporal.uiAddress }),
      inboxFolder,
      smtpPort: inbox.port,
      servers,
      stop,
      strike,
    };
  } catch (error) {
    await stop();
    if (fresh && signal?.aborted === true) strike();
    throw error;
  }
}

async function database(
  folder: string,
  fresh: boolean,
  progress: (line: string) => void,
  stops: (() => Promise<void>)[],
  servers: ProcessRecord[],
  stored: string[],
): Promise<string> {
  progress('Starting PostgreSQL …');
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), progress, fresh });
  stops.push(() => postgres.stop());
  servers.push(recordOf(postgres.pid));
  // It may lie elsewhere, where the server's user may go.
  stored.push(postgres.dataDir, `${postgres.dataDir}.log`, `${postgres.dataDir}.password`);
  return postgres.url;
}

async function temporalServer(
  binary: string,
  folder: string,
  ui: boolean,
  progress: (line: string) => void,
  stops: (() => Promise<void>)[],
  servers: ProcessRecord[],
): Promise<{ address: string; uiAddress?: string }> {
  progress('Starting Temporal …');
  const temporal = await startTemporal({
    binary,
    dbFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    headless: !ui,
  });
  stops.push(() => temporal.stop());
  servers.push(recordOf(temporal.pid));
  return temporal;
}

/** What an earlier run left: its servers may live on after a SIGKILL of their owner, and must not. */
function clearStage(folder: string): void {
  endLeftovers(folder, 'postgres-postgres', 'SIGINT');
  endLeftovers(folder, 'temporal', 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
