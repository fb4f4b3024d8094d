// Bundles the extension and packs it: node editors/vscode/package.mjs [perennial.vsix]
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, 'perennial.vsix'));

// Packed from a folder of its own: nothing of the project around it gets in.
const folder = mkdtempSync(join(tmpdir(), 'perennial-vscode-'));
try {
  for (const name of ['package.json', 'README.md', 'language-configuration.json', 'syntaxes', 'snippets']) {
    cpSync(join(here, name), join(folder, name), { recursive: true });
  }
  cpSync(join(here, '..', '..', 'LICENSE'), join(folder, 'LICENSE'));
  await build({
    entryPoints: [join(here, 'src', 'extension.ts')],
    outfile: join(folder, 'dist', 'extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    minify: true,
    logLevel: 'warning',
  });
  await createVSIX({ cwd: folder, packagePath: target, dependencies: false, allowMissingRepository: true, skipLicense: true });
  console.log(target);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
