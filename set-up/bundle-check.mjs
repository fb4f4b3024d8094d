import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { build } from 'esbuild';

// Program and check become a few files in place of `dist/cli/main.js`; all other commands stay as they were compiled.
const dist = realpathSync(process.argv[2] ?? 'dist');
const folder = join(dist, 'cli');
const main = join(folder, 'main.js');

// Errors of these are told by their class, which there must be only once.
const shared = [join(folder, 'exit-code.js'), join(dist, 'compiler', 'fault.js')];
// Small, or wanted in every check; any other package is loaded by whoever uses it.
const bundled = /^(?:@chevrotain\/|lodash-es\/?|(?:chevrotain|commander|picocolors|yaml)$)/;

const { metafile } = await build({
  entryPoints: [main],
  outdir: folder,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: 'check-part-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // What `require` finds in a bundle of modules: packages that ask for a part of Node.
  banner: { js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);" },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  plugins: [{ name: 'edges', setup }],
});

// Those of an earlier build, which a program that runs may have wanted until now.
const written = new Set(Object.keys(metafile.outputs).map((file) => basename(file)));
for (const file of readdirSync(folder)) {
  if (file.startsWith('check-part-') && !written.has(file)) rmSync(join(folder, file));
}

function setup({ onResolve }) {
  onResolve({ filter: /^[^.]/ }, ({ path, kind, importer }) => {
    if (kind === 'entry-point' || bundled.test(path)) return undefined;
    // Packages that are bundled bring what they need.
    return importer.includes(`${sep}node_modules${sep}`) && !path.startsWith('node:') ? undefined : { path, external: true };
  });
  onResolve({ filter: /^\./ }, ({ path, kind, importer, resolveDir }) => {
    if (importer.includes(`${sep}node_modules${sep}`)) return undefined;
    const file = join(resolveDir, path);
    const isOther = kind === 'dynamic-import' && basename(importer) === 'all-commands.js' && basename(file) !== 'check.command.js';
    // Every part lies in one folder, from which the paths lead.
    return isOther || shared.includes(file) ? { path: fromFolder(file), external: true } : undefined;
  });
}

function fromFolder(file) {
  const path = relative(folder, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
