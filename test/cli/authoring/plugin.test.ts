import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../cli/package-root.js';
import { pluginSources } from '../../../cli/plugin-sources.js';
import { readRepository } from '../../../cli/read-repository.js';
import { readPlugins } from '../../../compiler/extensions/read-plugins.js';
import { pluginsIn } from '../../compiler/extensions/installed.js';
import { perennial, smallRepository, tempFolder } from '../perennial.js';

const code = `import { defineFunction, definePlugin } from 'perennial/plugin';

const initials = defineFunction({
  name: 'initials', version: 1, summary: 'The first letters.', parameters: { of: 'text' }, result: 'text',
  evaluate: ({ of }) => of.split(' ').map((word) => word[0]).join(''),
});
export const plugin = definePlugin({ name: 'initials', apiVersion: 1, functions: [initials] });
`;

/** A package as its author has it, with this program installed. */
function pluginPackage(files: Readonly<Record<string, string>> = {}): string {
  const folder = tempFolder();
  const all = { 'package.json': '{ "name": "initials", "version": "0.1.0", "type": "module", "exports": "./plugin.js" }', 'plugin.js': code, ...files };
  for (const [file, text] of Object.entries(all)) write(join(folder, file), text);
  install(folder);
  return folder;
}

function install(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(packageRoot(), join(folder, 'node_modules/perennial'), 'junction');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const manifest = (cwd: string, ...words: readonly string[]) => perennial(['plugin', 'manifest', ...words], { cwd });

describe.concurrent('perennial plugin manifest', () => {
  test('writes what a check then reads', async () => {
    const folder = pluginPackage();
    expect(await manifest(folder)).toEqual({ code: 0, out: 'plugin.manifest.json\n', err: 'Written: initials(…).\n' });
    const path = 'plugins/initials/plugin.manifest.json';
    const { value, diagnostics } = readPlugins(pluginsIn('plugins: [ ./plugins/initials ]'), [
      { path, text: readFileSync(join(folder, 'plugin.manifest.json'), 'utf8') },
    ]);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject([{ name: 'initials', version: '0.1.0', functions: [{ name: 'initials', result: 'text' }] }]);
  });

  test('says with --check whether it is up to date', async () => {
    const folder = pluginPackage();
    expect(await manifest(folder, '--check')).toMatchObject({ code: 1, out: 'plugin.manifest.json is missing\n' });
    await manifest(folder);
    expect(await manifest(folder, '--check')).toEqual({ code: 0, out: '', err: '' });
    writeFileSync(join(folder, 'plugin.js'), code.replace("result: 'text'", "result: 'number'"));
    expect(await manifest(folder, '--check')).toMatchObject({ code: 1, out: 'plugin.manifest.json is not up to date\n' });
  });

  test.each([
    ['no package', { 'package.json': '{}' }, 'has no name and version'],
    ['no code', { 'package.json': '{ "name": "initials", "version": "0.1.0", "main": "dist/plugin.js" }' }, 'Build the plug-in first'],
    ['code that throws', { 'plugin.js': 'throw new Error("no luck")' }, 'cannot be loaded: no luck'],
    ['code without a plug-in', { 'plugin.js': 'export const one = 1;' }, 'exports no plug-in'],
    ['another name', { 'plugin.js': code.replace("name: 'initials', apiVersion", "name: 'other', apiVersion") }, 'must be one name'],
    ['a name that campaigns cannot write', { 'plugin.js': code.replace("name: 'initials', version", "name: 'In it', version") }, '"In it" is no name of a function'],
  ])('says in a line what is wrong: %s', async (_, files, words) => {
    const { code: exit, err } = await manifest(pluginPackage(files));
    expect(err).toContain(words);
    expect(err).not.toContain(' at ');
    expect(exit).toBe(2);
  });
});

test('the example is built by its own settings against what is shipped, and its manifest is its own', async () => {
  const folder = tempFolder();
  cpSync(join(packageRoot(), 'examples/plugin-slack'), folder, { recursive: true });
  install(folder);
  mkdirSync(join(folder, 'node_modules/@types'));
  symlinkSync(join(packageRoot(), 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), 'junction');
  const tsc = join(packageRoot(), 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
  expect(await manifest(folder, '--check')).toEqual({ code: 0, out: '', err: '' });
});

describe('a check finds plug-ins', () => {
  const workspace = (line: string) => ({ path: 'perennial.yaml', text: `dsl: 1\n${line}\n` });

  test('among the packages of the repository and of the folders above it, and in folders', async () => {
    const above = tempFolder();
    const root = join(above, 'marketing/campaigns');
    write(join(above, 'node_modules/@acme/one/plugin.manifest.json'), 'one');
    write(join(root, 'node_modules/two/package.json'), 'two');
    write(join(root, 'plugins/three/plugin.manifest.json'), 'three');
    write(join(above, 'marketing/four/plugin.manifest.json'), 'four');
    const found = await pluginSources(root, workspace('plugins: [ "@acme/one", two, ./plugins/three, ../four, five, /etc, "../../../../../etc/passwd\u0000" ]'));
    expect(found).toEqual([
      { path: 'node_modules/@acme/one/plugin.manifest.json', text: 'one' },
      { path: 'node_modules/two/package.json', text: 'two' },
      { path: 'plugins/three/plugin.manifest.json', text: 'three' },
      { path: '../four/plugin.manifest.json', text: 'four' },
    ]);
  });

  test('and reads nothing where none is listed, or the line is no list', async () => {
    expect(await pluginSources(tempFolder(), undefined)).toEqual([]);
    expect(await pluginSources(tempFolder(), workspace('company: Acme'))).toEqual([]);
    expect(await pluginSources(tempFolder(), workspace('plugins: one'))).toEqual([]);
  });

  test('as sources of the repository, whose code is never run', async () => {
    const folder = smallRepository();
    writeFileSync(join(folder, 'perennial.yaml'), `${readFileSync(join(folder, 'perennial.yaml'), 'utf8')}\nplugins: [ ./own ]\n`);
    cpSync(join(packageRoot(), 'examples/plugin-slack/plugin.manifest.json'), join(folder, 'own/plugin.manifest.json'), { recursive: true });
    write(join(folder, 'own/dist/plugin.js'), 'throw new Error("run")');
    const sources = await readRepository(folder);
    expect(sources.map(({ path }) => path)).toContain('own/plugin.manifest.json');
    const { out } = await perennial(['check', folder, '--format', 'compact']);
    expect(out).not.toContain('C91');
    rmSync(join(folder, 'own'), { recursive: true });
    expect((await perennial(['check', folder, '--format', 'compact'])).out).toContain('error[C9101] There is no plug-in in ./own.');
  });
});
