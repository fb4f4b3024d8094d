import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { perennial, tempFolder } from '../perennial.js';

test.concurrent('what init writes passes its own check and its own tests', async () => {
  const folder = tempFolder();
  const made = await perennial(['init', 'mine'], { cwd: folder });
  expect(made).toMatchObject({ code: 0, out: '' });
  expect(made.err).toContain('  perennial check mine   prove the campaigns\n');
  expect(readdirSync(join(folder, 'mine')).sort()).toEqual([
    '.gitignore',
    'campaigns',
    'perennial.yaml',
    'schema',
    'scoring',
    'templates',
    'tests',
  ]);
  expect(await perennial(['check', 'mine'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
  const tested = await perennial(['test', 'mine'], { cwd: folder });
  expect(tested).toMatchObject({ code: 0, err: '' });
  expect(tested.out).toMatch(/\n(\d+) of \1 tests passed\n$/);
});

test.concurrent('a dry run lists what would be written, and writes nothing', async () => {
  const folder = tempFolder();
  const planned = await perennial(['init', 'mine', '--dry-run'], { cwd: folder });
  expect(planned.code).toBe(0);
  expect(existsSync(join(folder, 'mine'))).toBe(false);
  await perennial(['init', 'mine'], { cwd: folder });
  const written = readdirSync(join(folder, 'mine'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'mine').length + 1));
  expect(planned.out.trimEnd().split('\n')).toEqual(written.sort());
  expect(planned.err).toBe(`This was a dry run: ${written.length} files would be written into ${join(folder, 'mine')}.\n`);
});

test.concurrent('the company is the one that was named, whatever its letters', async () => {
  const folder = tempFolder();
  await perennial(['init', '.', '--company', 'Söhne & "Co" $1: Ltd'], { cwd: folder });
  expect(readFileSync(join(folder, 'perennial.yaml'), 'utf8')).toContain('company: "Söhne & \\"Co\\" $1: Ltd"\n');
  expect((await perennial(['check', '.'], { cwd: folder })).code).toBe(0);
});

test.concurrent('a folder that holds something is left alone', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  expect(await perennial(['init', folder])).toEqual({
    code: 2,
    out: '',
    err: `perennial: ${folder} is not empty; it holds notes.txt.\nName a new folder: perennial init my-campaigns\n`,
  });
  expect(readdirSync(folder)).toEqual(['notes.txt']);
  expect((await perennial(['init', join(folder, 'notes.txt')])).err).toContain('notes.txt is a file.');
});

test.concurrent('a fresh checkout counts as empty, and its .gitignore is kept', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '.gitignore'), '*.swp\n');
  expect((await perennial(['init', folder])).code).toBe(0);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*.swp\n.perennial/\n');
});
