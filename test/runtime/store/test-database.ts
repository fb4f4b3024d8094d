import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
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

/**
 * Gives a test file databases for as long as it runs, each made anew in the cluster of its project:
 * the embedded one's, or the oldest supported version's.
 */
export function useCluster(): () => Promise<TestDatabase> {
  const opened: TestDatabase[] = [];
  afterAll(async () => {
    for (const database of opened) await database.close();
  });
  return async () => {
    const database = await openIn(inject('clusterUrl'));
    opened.push(database);
    return database;
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
