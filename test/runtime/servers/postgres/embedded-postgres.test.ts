import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../../../../runtime/servers/postgres/embedded-postgres.js';
import type { Postgres, PostgresOptions } from '../../../../runtime/servers/postgres/embedded-postgres.js';
import { findPostgres15 } from '../../../../runtime/servers/postgres/oldest-postgres.js';
import { isAlive } from '../../../../runtime/servers/processes/process-table.js';
import { tempFolder } from '../temp-folder.js';

const postgres15 = findPostgres15();
const versions = [
  { major: 18, options: {} },
  ...(postgres15 === undefined ? [] : [{ major: 15, options: { binDir: postgres15 } }]),
];

test.each(versions)('PostgreSQL $major keeps its data from one start to the next', async ({ major, options }) => {
  const dataDir = join(tempFolder(), 'database');
  const first = await start({ dataDir, ...options });
  expect(await ask(first.url, 'show server_version_num')).toMatch(new RegExp(`^${major}`));
  await ask(first.url, `create table leads as select 'Ada'::text as name`);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await start({ dataDir, ...options });
  expect(await ask(second.url, 'select name from leads')).toBe('Ada');
});

test.each(versions)('PostgreSQL $major is durable, orders text by code point and knows É', async ({ options }) => {
  const { url } = await start({ dataDir: join(tempFolder(), 'database'), ...options });
  expect(await ask(url, 'show fsync')).toBe('on');
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1');
  expect(await ask(url, `select 'a' > 'B' and lower('É') = 'é'`)).toBe(true);
});

test('a data folder is for one server at a time', async () => {
  const dataDir = join(tempFolder(), 'database');
  const { pid } = await start({ dataDir });
  await expect(startPostgres({ dataDir })).rejects.toThrow(`runs already, as process ${pid}`);
});

test('a server that was killed leaves a folder that starts, even when its pid is in use again', async () => {
  const dataDir = join(tempFolder(), 'database');
  const killed = await start({ dataDir });
  await ask(killed.url, 'create table kept ()');
  await killed.stop();
  // What a loss of power leaves, and then a restart of the machine: our own pid in the file.
  const file = [process.pid, killed.dataDir, 1, 5432, '', '127.0.0.1', '1 1', 'ready', ''].join('\n');
  writeFileSync(join(killed.dataDir, 'postmaster.pid'), file);

  const { url } = await start({ dataDir });
  expect(await ask(url, `select to_regclass('kept') is not null`)).toBe(true);
});

test('the password stands in a file that nobody else can read', async () => {
  const { url, dataDir } = await start({ dataDir: join(tempFolder(), 'database') });
  const file = `${dataDir}.password`;
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(new URL(url).password).toBe(readFileSync(file, 'utf8').trim());
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
});

async function start(options: PostgresOptions): Promise<Postgres> {
  const server = await startPostgres(options);
  onTestFinished(() => server.stop());
  return server;
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
