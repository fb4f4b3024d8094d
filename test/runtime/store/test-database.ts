import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { startPostgres } from '../../../runtime/servers/postgres/embedded-postgres.js';
import { openDatabase } from '../../../runtime/store/database.js';
import type { Database } from '../../../runtime/store/database.js';
import { migrate } from '../../../runtime/store/migrate.js';

/** Migrated once a cluster: what is copied from it need not be. */
const template = 'test_template';

/** A database with all tables and nothing in them. */
export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  close(): Promise<void>;
}

interface Cluster {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Gives a test file databases for as long as it runs, each made anew: in a cluster of its own, or
 * in the one of the oldest supported version where the project provides it.
 */
export function useCluster(): () => Promise<TestDatabase> {
  let cluster: Cluster | undefined;
  const opened: TestDatabase[] = [];
  beforeAll(async () => {
    cluster = await openCluster();
  });
  afterAll(async () => {
    for (const database of opened) await database.close();
    await cluster?.stop();
  });
  return async () => {
    if (cluster === undefined) throw new Error('the cluster is started before the first test');
    const database = await openIn(cluster.url);
    opened.push(database);
    return database;
  };
}

async function openCluster(): Promise<Cluster> {
  const given = inject('oldestPostgresUrl');
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'perennial-test-'));
  // The server's user has to get in: where we are root that is another one.
  await chmod(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'cluster', 'data') });
  await prepareCluster(server.url);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(server.dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes the template, and spares the disk: what a test wrote need not outlive a loss of power. */
export async function prepareCluster(cluster: string): Promise<void> {
  await ask(cluster, ['alter system set fsync = off', 'select pg_reload_conf()', `create database ${template}`]);
  const db = openDatabase(urlOf(cluster, template), { max: 1 });
  await migrate(db);
  await db.close();
}

async function openIn(cluster: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ask(cluster, [`create database ${name} template ${template}`]);
  const url = urlOf(cluster, name);
  const db = openDatabase(url, { max: 8 });
  let open = true;
  return {
    url,
    db,
    async close() {
      if (!open) return;
      open = false;
      await db.close();
      await ask(cluster, [`drop database ${name} with (force)`]);
    },
  };
}

function urlOf(cluster: string, database: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.href;
}

async function ask(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
