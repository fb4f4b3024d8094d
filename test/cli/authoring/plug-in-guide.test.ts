import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../../cli/package-root.js';
import { readRepository } from '../../../cli/read-repository.js';
import { check } from '../../../compiler/check.js';
import { printPretty } from '../../../compiler/diagnostics/print/print-pretty.js';
import { repositoryAround } from '../../docs/example-repository.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import { perennial, tempFolder } from '../perennial.js';

const blocks = fencedBlocks(projectFile('docs/guide/writing-a-plug-in.md'));
const folder = tempFolder();
const node = (...words: readonly string[]) => promisify(execFile)(process.execPath, words, { cwd: folder });
const installedPackage = (name: string) => join(packageRoot(), 'node_modules', name);

/** The package of the page, built as its author would build it. */
beforeAll(async () => {
  for (const { language, info, text } of blocks) {
    const [path] = info;
    if (path === undefined || !['ts', 'json'].includes(language)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const example = JSON.parse(projectFile('examples/plugin-slack/tsconfig.json'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(example));
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(packageRoot(), join(folder, 'node_modules/perennial'), 'junction');
  for (const name of ['vitest', '@types/node']) symlinkSync(installedPackage(name), join(folder, 'node_modules', name), 'junction');
  const { stdout } = await node(installedPackage('typescript/bin/tsc'), '-p', folder).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
  expect(await perennial(['plugin', 'manifest', folder])).toMatchObject({ code: 0 });
});

test('its tests pass', async () => {
  const { stdout } = await node(installedPackage('vitest/vitest.mjs'), 'run', '--root', folder, '--dir', 'src', '--reporter', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 1, numFailedTests: 0 });
});

test('the step of the page is checked by its manifest, and a slip in it reported as the page says', async () => {
  const [plugins, step] = blocks.filter(({ language }) => language === 'yml').map(({ text }) => text);
  const report = blocks.find(({ info }) => info.includes('report'))?.text.trimEnd() ?? '';
  const found = async (words: string) => {
    const library = await readRepository(join(packageRoot(), 'campaigns'));
    const base = library.map((source) => (source.path === 'perennial.yaml' ? { ...source, text: `${source.text}\n${plugins}` } : source));
    const manifest = 'node_modules/@acme/perennial-companies/plugin.manifest.json';
    const text = readFileSync(join(folder, 'plugin.manifest.json'), 'utf8');
    const sources = [...repositoryAround(words, base, ['steps']), { path: manifest, text }];
    const { diagnostics } = await check(sources);
    return printPretty(diagnostics, sources, { color: false });
  };
  expect(await found(step ?? '')).not.toContain('error');
  expect(await found((step ?? '').replace('depth', 'dept'))).toContain(report);
});
