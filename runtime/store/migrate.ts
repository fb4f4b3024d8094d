import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Database, Queries, Statement } from './database.js';
import { migrateLock } from './migrate-lock.js';
import { RestoreUnfinished, unfinishedRestore } from './unfinished-restore.js';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const folder = new URL('./migrations/', import.meta.url);

/**
 * Brings the tables up to date, forward only, each file in a transaction of its own. Several
 * processes may call it at once; one does the work.
 *
 * @returns the names of the files that were run
 * @throws when a file that was run before has been changed since, or is gone
 * @throws RestoreUnfinished where a backup is being read in, so that nobody serves what is not held yet
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const client = await db.pool.connect();
  try {
    await client.query(`select pg_advisory_lock(${migrateLock})`);
    try {
      if ((await unfinishedRestore(queriesOf(client))) !== undefined) throw new RestoreUnfinished();
      return await runMissing(client, migrations);
    } finally {
      await client.query(`select pg_advisory_unlock(${migrateLock})`);
    }
  } finally {
    client.release();
  }
}

function queriesOf(client: PoolClient): Queries {
  return {
    async query<Row extends QueryResultRow>({ name, text }: Statement<Row>, values: readonly unknown[] = []) {
      return (await client.query<Row>({ name, text, values: [...values] })).rows;
    },
  };
}

async function runMissing(client: PoolClient, migrations: readonly Migration[]): Promise<readonly string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, checksum text not null, run_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations');
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const { name, checksum } of rows) {
    const present = known.get(name);
    if (present === undefined) throw new Error(`the database was migrated by a newer version: ${name} is not known here`);
    if (present !== checksum) throw new Error(`${name} was changed after it had been run; add a new file instead`);
  }
  const done = new Set(rows.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !done.has(name));
  for (const migration of missing) await run(client, migration);
  return missing.map(({ name }) => name);
}

async function run(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function readMigrations(): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
