import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { findClientProgram } from '../../../runtime/servers/postgres/client-programs.js';
import { openDatabase } from '../../../runtime/store/database.js';
import { readControls } from '../../../runtime/store/edits/controls.js';
import { migrate } from '../../../runtime/store/migrate.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { runCommand } from '../../cli/run-command.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import { handsOn } from '../leads/lead-world.js';
import { planOf, releaseOf, sendOf } from '../leads/release-for-tests.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';

const open = useCluster();
const folder = await mkdtemp(join(tmpdir(), 'perennial-backup-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command in this process; what it says, and its advice. */
async function perennial(words: readonly string[], env: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly said: string }> {
  const { code, out, err } = await runCommand(words, { cwd: folder, env: { ...process.env, ...env } });
  return { code, said: `${out}${err}` };
}

/** A database of the same server with nothing in it. */
async function emptyBeside({ db, url }: TestDatabase): Promise<TestDatabase> {
  const name = `restored_${Date.now()}`;
  await db.pool.query(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const restored = openDatabase(own.href, { max: 8 });
  const close = async (): Promise<void> => {
    await restored.close();
    await db.pool.query(`drop database ${name} with (force)`);
  };
  onTestFinished(close);
  return { url: own.href, db: restored, close };
}

async function versionOf({ db }: TestDatabase): Promise<number> {
  const { rows } = await db.pool.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version");
  return rows[0]?.version ?? 0;
}

/** Every table and how many rows it holds. */
async function countsOf({ db }: TestDatabase): Promise<Readonly<Record<string, string>>> {
  const tables = await db.pool.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1");
  const counts: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await db.pool.query<{ n: string }>(`select count(*) as n from "${name}"`);
    counts[name] = String(rows[0]?.n);
  }
  return counts;
}

test('the lines of the guide: a backup is restored and held, and after "recover" nobody gets a mail twice', async (context) => {
  const database = await open();
  const { program } = await findClientProgram('pg_dump', await versionOf(database), process.env);
  if (program === undefined) return context.skip('there is no pg_dump for this server');
  const { text = '' } = fencedBlocks(projectFile('docs/guide/operating.md')).find(({ text: block }) => block.includes('perennial backup')) ?? {};
  const lines = text.split('\n').filter((line) => line.startsWith('perennial ')).map((line) => line.split(/\s+/).slice(1));
  expect(lines.map(([command]) => command)).toEqual(['backup', 'restore', 'recover']);
  const [backup = [], restore = [], recover = []] = lines;

  const second = { kind: 'after', duration: { amount: 1, unit: 's' } } as const;
  const plan = planOf('welcome', [sendOf('one', { next: 'two' }), sendOf('two', { due: second })]);
  await applyRelease(database.db, releaseOf([plan]), Date.now());
  const world = handsOn(database, realClock);
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [{ id } = { id: '' }] = await world.enrolments();
  const send = async (): Promise<void> => {
    for (;;) {
      const next = await world.advance(id);
      if (next.kind === 'deliver') {
        expect(await world.deliver(next.sendKey)).toBe('handed over');
        return;
      }
      if (next.kind === 'end') throw new Error(`it ended: ${next.ending}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await send();
  await world.advance(id);
  const before = await countsOf(database);
  const env = { DATABASE_URL: database.url };
  expect(await perennial(backup, env)).toMatchObject({ code: 0, said: expect.stringMatching(/MB, complete until \d{4}-.*\n.*secret/) });
  const to = join(folder, backup[1] ?? '');
  expect((await readdir(to)).toSorted()).toEqual(['backup.json', 'perennial.dump']);
  for (const name of await readdir(to)) expect((await stat(join(to, name))).mode & 0o077, name).toBe(0);
  expect(await perennial(backup, env)).toMatchObject({ code: 2, said: expect.stringContaining('is not empty') });
  expect(await perennial(restore, env)).toMatchObject({ code: 2, said: expect.stringContaining('The database is not empty.') });
  // What the backup does not know.
  await send();

  const empty = await emptyBeside(database);
  const restored = await perennial(restore, { DATABASE_URL: empty.url });
  expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('Everything is held.') });
  expect(await countsOf(empty)).toEqual({ ...before, controls: '1' });
  expect(await readControls(empty.db)).toMatchObject([{ campaign: '*', state: 'held', saidBy: 'recovery' }]);
  const again = handsOn(empty, realClock);
  // The second mail is due by now, as its leaving before showed.
  expect(await again.advance(id)).toEqual({ kind: 'wait' });
  expect(restored.said).toContain(`perennial ${recover.slice(0, 2).join(' ')} `);
  const moment = /--lost-since (\S+)/.exec(restored.said)?.[1] ?? '';
  expect(await perennial([...recover.slice(0, 2), moment, '--yes'], { DATABASE_URL: empty.url })).toMatchObject({ code: 0 });
  expect(await readControls(empty.db)).toEqual([]);
  expect(await again.rows('select step, state from claims order by claimed_at')).toEqual([{ step: 'one', state: 'sent' }, { step: 'two', state: 'unknown' }]);
  expect(await again.enrolments()).toMatchObject([{ id, ending: 'finished' }]);
});

test('a backup that is not whole, or none at all, is not read in', async (context) => {
  const database = await open();
  const { program } = await findClientProgram('pg_dump', await versionOf(database), process.env);
  if (program === undefined) return context.skip('there is no pg_dump for this server');
  const env = { DATABASE_URL: (await emptyBeside(database)).url };
  expect(await perennial(['restore', '.'], env)).toEqual({ code: 2, said: '"." holds no backup.\nName a folder that "perennial backup" wrote.' });
  expect(await perennial(['backup', 'cut'], { DATABASE_URL: database.url })).toMatchObject({ code: 0 });
  const note = join(folder, 'cut', 'backup.json');
  const said = await readFile(note, 'utf8');
  await writeFile(note, said.replace(/"postgres": \d+/, '"postgres": 99'));
  expect(await perennial(['restore', 'cut'], env)).toMatchObject({ code: 2, said: expect.stringContaining('The backup is of PostgreSQL 99, and this server is') });
  await writeFile(note, said);
  await appendFile(join(folder, 'cut', 'perennial.dump'), 'x');
  expect(await perennial(['restore', 'cut'], env)).toMatchObject({ code: 2, said: expect.stringContaining('is not what was written') });
});

test('broken off between reading in and holding, a restored database serves nobody until it is held', async (context) => {
  const database = await open();
  const version = await versionOf(database);
  const { program } = await findClientProgram('pg_restore', version, process.env);
  if (program === undefined) return context.skip('there is no pg_restore for this server');
  await applyRelease(database.db, releaseOf([planOf('welcome', [sendOf('one')])]), Date.now());
  expect(await perennial(['backup', 'broken'], { DATABASE_URL: database.url })).toMatchObject({ code: 0 });
  const empty = await emptyBeside(database);
  // Reads in all of it, and then the connection is gone.
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const stands = `#!/bin/sh\nif [ "$1" = --version ]; then echo "pg_restore (PostgreSQL) ${version}"; exit 0; fi\n`;
  await writeFile(join(bin, 'pg_restore'), `${stands}"${program.path}" "$@"\necho "connection lost" >&2\nexit 1\n`, { mode: 0o755 });
  const env = { DATABASE_URL: empty.url };
  expect(await perennial(['restore', 'broken'], { ...env, PATH: `${bin}:${process.env['PATH'] ?? ''}` })).toMatchObject({ code: 2, said: expect.stringContaining('connection lost') });
  expect(await countsOf(empty)).toMatchObject({ plans: '1' });

  await expect(migrate(empty.db)).rejects.toThrow('A backup is being restored into this database, or that was broken off.');
  expect(await readControls(empty.db)).toEqual([]);
  expect(await perennial(['restore', 'broken'], env)).toMatchObject({ code: 0, said: expect.stringContaining('Everything is held.') });
  expect(await readControls(empty.db)).toMatchObject([{ campaign: '*', state: 'held', saidBy: 'recovery' }]);
  await migrate(empty.db);
  expect(await perennial(['restore', 'broken'], env)).toMatchObject({ code: 2, said: expect.stringContaining('The database is not empty.') });

  // Where nothing was read in, nothing is left.
  const other = await emptyBeside(database);
  await writeFile(join(bin, 'pg_restore'), `${stands}echo "no such thing" >&2\nexit 1\n`, { mode: 0o755 });
  expect(await perennial(['restore', 'broken'], { DATABASE_URL: other.url, PATH: bin })).toMatchObject({ code: 2, said: expect.stringContaining('no such thing') });
  expect(await countsOf(other)).toEqual({});
});
