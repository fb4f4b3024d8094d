import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll } from 'vitest';
import { readRepository } from '../../../../cli/read-repository.js';
import { check } from '../../../../compiler/check.js';
import { findTemporal } from '../../../../runtime/servers/temporal/find-temporal.js';
import type { TemporalServer } from '../../../../runtime/servers/temporal/temporal-server.js';
import { startTemporal } from '../../../../runtime/servers/temporal/temporal-server.js';
import type { Database } from '../../../../runtime/store/database.js';
import { applyRelease } from '../../../../runtime/store/releases.js';
import { useCluster } from '../../store/test-database.js';

/** Real servers that a whole test file shares, the campaigns of `drip/` in force. */
export interface Servers {
  /** For logs; gone after the file. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly db: Database;
  readonly temporal: TemporalServer;
  readonly client: Client;
}

/**
 * Starts them before the first test, and leaves nothing behind after the last. `settings` are further
 * ones of Temporal's dynamic configuration.
 */
export function useServers(settings: readonly string[] = []): () => Servers {
  const openDatabase = useCluster();
  const ends: (() => Promise<unknown>)[] = [];
  let servers: Servers | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perennial-service-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o755);
    const temporal = await startTemporal({
      binary: await withSettings(await temporalBinary(), settings, folder),
      dbFile: join(folder, 'temporal.db'),
      logFile: join(folder, 'temporal.log'),
      headless: true,
    });
    ends.push(() => temporal.stop());
    const connection = await Connection.connect({ address: temporal.address });
    ends.push(() => connection.close());
    const { db, url } = await openDatabase();
    await applyCampaigns(db);
    servers = { folder, databaseUrl: url, db, temporal, client: new Client({ connection }) };
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return () => {
    if (servers === undefined) throw new Error('the servers are started before the first test');
    return servers;
  };
}

/** A program that is the server with these settings as well. */
async function withSettings(binary: string, settings: readonly string[], folder: string): Promise<string> {
  if (settings.length === 0) return binary;
  const path = join(folder, 'temporal-with-settings');
  const flags = settings.map((setting) => `--dynamic-config-value '${setting}'`).join(' ');
  await writeFile(path, `#!/bin/sh\nexec '${binary}' "$@" ${flags}\n`, { mode: 0o755 });
  return path;
}

async function temporalBinary(): Promise<string> {
  // A server elsewhere is no use here: these tests kill their own.
  const env = { ...process.env, TEMPORAL_ADDRESS: '' };
  const found = await findTemporal({ progress: console.error, env });
  if (found.kind === 'address') throw new Error('no address was asked for');
  return found.path;
}

async function applyCampaigns(db: Database): Promise<void> {
  const sources = await readRepository(fileURLToPath(new URL('./drip/', import.meta.url)));
  const { release, diagnostics } = await check(sources);
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  await applyRelease(db, release, Date.now());
}
