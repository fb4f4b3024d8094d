import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseDataDir } from '../../../../runtime/servers/postgres/data-dir.js';
import { tempFolder } from '../temp-folder.js';

const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

test('the wanted folder is taken when we run the server ourselves', () => {
  const wanted = join(tempFolder(), '.perennial', 'database');
  const lines: string[] = [];
  expect(chooseDataDir(wanted, { progress: (line) => lines.push(line) })).toBe(wanted);
  expect(lines).toEqual([]);
});

test.runIf(isRoot)('the wanted folder is taken when the user of the server may go there', () => {
  const wanted = join(tempFolder(), '.perennial', 'database');
  expect(chooseDataDir(wanted, { ...nobody, progress: () => {} })).toBe(wanted);
});

test.runIf(isRoot)('another one stands for it below a closed folder, always the same, and says so once', () => {
  const closed = join(tempFolder(), 'home');
  mkdirSync(closed, { mode: 0o700 });
  const lines: string[] = [];
  const options = { ...nobody, progress: (line: string) => lines.push(line) };
  const first = chooseDataDir(join(closed, 'one'), options);
  expect(first).not.toContain(closed);
  expect(lines).toEqual([`The database is kept in ${first}: its user may not enter ${closed}.`]);
  expect(chooseDataDir(join(closed, 'one'), options)).toBe(first);
  expect(chooseDataDir(join(closed, 'two'), options)).not.toBe(first);
  expect(existsSync(first)).toBe(false);

  chmodSync(closed, 0o755);
  expect(chooseDataDir(join(closed, 'one'), options)).toBe(join(closed, 'one'));
});
