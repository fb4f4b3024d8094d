import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { textEndings } from '../../grammar/text/surface.js';
import { commandLine, findProgram } from '../../editors/vscode/src/find-program.js';

const extension = fileURLToPath(new URL('../../editors/vscode/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'perennial-vsix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Manifest {
  readonly main: string;
  readonly contributes: {
    readonly languages: readonly { readonly extensions: readonly string[]; readonly configuration: string }[];
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly commands: readonly { readonly command: string }[];
  };
}

function readJson<T>(read: (text: string) => T, path: string): T {
  return read(readFileSync(join(extension, path), 'utf8'));
}
const manifest: Manifest = readJson((text) => JSON.parse(text), 'package.json');

describe('the extension for VS Code', () => {
  test('packs, with its client in one file', async () => {
    const target = join(folder, 'perennial.vsix');
    await promisify(execFile)(process.execPath, [join(extension, 'package.mjs'), target]);
    const names = namesIn(readFileSync(target));
    expect(names).toEqual(
      expect.arrayContaining([
        'extension.vsixmanifest',
        'extension/package.json',
        'extension/dist/extension.cjs',
        'extension/syntaxes/perennial.tmLanguage.json',
        'extension/syntaxes/yaml-phrases.tmLanguage.json',
        'extension/snippets/perennial.json',
        'extension/language-configuration.json',
      ]),
    );
    expect(names.filter((name) => name.includes('node_modules') || name.endsWith('.ts'))).toEqual([]);
  });

  test('what it contributes is there, and parses', () => {
    const { languages, grammars, snippets } = manifest.contributes;
    const files = [...languages.map(({ configuration }) => configuration), ...grammars.map(({ path }) => path), ...snippets.map(({ path }) => path)];
    for (const file of files) {
      expect(existsSync(join(extension, file)), file).toBe(true);
      expect(() => readJson((text): unknown => JSON.parse(text), file)).not.toThrow();
    }
    for (const { path, scopeName } of grammars) expect(readFileSync(join(extension, path), 'utf8')).toContain(`"scopeName": "${scopeName}"`);
  });

  test('knows every ending of the textual surface, and its commands are made', () => {
    expect(manifest.contributes.languages[0]?.extensions).toEqual(Object.keys(textEndings));
    const source = readFileSync(join(extension, 'src', 'extension.ts'), 'utf8');
    for (const { command } of manifest.contributes.commands) expect(source).toContain(`registerCommand('${command}'`);
  });

  test('runs the program of the setting, else of the workspace, else of the PATH', () => {
    expect(findProgram('/opt/perennial', [])).toEqual({ command: '/opt/perennial', args: [] });
    expect(findProgram('/opt/main.js', [])).toEqual({ command: 'node', args: ['/opt/main.js'] });
    expect(findProgram('', [folder])).toEqual({ command: 'perennial', args: [] });
    expect(commandLine({ command: 'node', args: ['a b.js'] }, ['check', 'x'])).toBe('node "a b.js" check x');
  });
});

/** The names in the directory at the end of a zip file (APPNOTE.TXT, 4.3.12). */
function namesIn(zip: Buffer): readonly string[] {
  const names: string[] = [];
  const mark = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = zip.indexOf(mark); at >= 0; at = zip.indexOf(mark, at + 46)) {
    const length = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + length));
  }
  return names;
}
