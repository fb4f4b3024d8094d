import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, extname, relative } from 'node:path';
import { filesBelow, fingerprint, isUpToDate, mark } from './fingerprint.mjs';
import { inRoot } from './root.mjs';
import { runStep } from './run-program.mjs';

// What the programs read from beside themselves, and the compiler does not carry over.
const assets = [{ folder: 'runtime/store/migrations', extension: '.sql' }];

/** Compiles the sources to dist/, with assets and the workflow bundle, when they changed. */
export async function build() {
  const marker = inRoot('dist', '.perennial-built');
  const { include: sources } = JSON.parse(readFileSync(inRoot('tsconfig.build.json'), 'utf8'));
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.plugin.json', 'package-lock.json', 'set-up/build.mjs', 'set-up/bundle-check.mjs'];
  const wanted = fingerprint([...sources, ...settings], isBuilt);
  if (isUpToDate(marker, wanted)) return true;
  rmSync(marker, { force: true });
  dropOutputWithoutSource();
  if (!(await compile('Compiling', 'tsconfig.build.json'))) return false;
  if (!(await compile('Writing the types for plug-ins', 'tsconfig.plugin.json'))) return false;
  copyAssets();
  if (!(await bundleCheck())) return false;
  if (!(await bundleWorkflow())) return false;
  mark(marker, wanted);
  return true;
}

// Campaigns and data of the examples lie among the sources, and change without a build.
function isBuilt(file) {
  const extensions = ['.ts', '.tsx', '.json', '.mjs', ...assets.map(({ extension }) => extension)];
  return extensions.includes(extname(file));
}

function compile(title, project) {
  const args = [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot(project)];
  return runStep(title, process.execPath, args, { cwd: inRoot() });
}

function copyAssets() {
  for (const { folder, extension } of assets) {
    for (const file of filesBelow(inRoot(folder)).filter((name) => extname(name) === extension)) {
      const target = inRoot('dist', relative(inRoot(), file));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(file, target);
    }
  }
}

// A check is over sooner than Node finds and opens a thousand modules, so what it needs lies in a few files.
async function bundleCheck() {
  if (!existsSync(inRoot('dist/compiler/check.js'))) return true;
  return runStep('Bundling the check', process.execPath, [inRoot('set-up/bundle-check.mjs'), inRoot('dist')], { cwd: inRoot() });
}

async function bundleWorkflow() {
  const program = inRoot('dist/runtime/temporal/bundle-workflow.js');
  if (!existsSync(program)) return true;
  return runStep('Bundling the workflow', process.execPath, [program], { cwd: inRoot() });
}

// A file that was renamed must not live on. The folder stays, for a program that runs from it.
function dropOutputWithoutSource() {
  for (const file of filesBelow(inRoot('dist')).filter((name) => /\.js(\.map)?$/.test(name) && !/[\\/]check-part-/.test(name))) {
    const source = inRoot(relative(inRoot('dist'), file).replace(/\.js(\.map)?$/, ''));
    if (!['.ts', '.tsx'].some((extension) => existsSync(source + extension))) rmSync(file);
  }
  const carried = assets.flatMap(({ folder }) => filesBelow(inRoot('dist', folder)));
  for (const file of carried.filter((name) => assets.some(({ extension }) => extname(name) === extension))) {
    if (!existsSync(inRoot(relative(inRoot('dist'), file)))) rmSync(file);
  }
}
