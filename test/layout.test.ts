import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/**
 * The arrows of ARCHITECTURE.md: what each folder may import besides itself. The longest folder
 * that holds a file counts.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  compiler: ['grammar', 'compiler/plan', 'compiler/templates'],
  'compiler/plan': ['grammar', 'compiler'],
  'compiler/templates': ['grammar', 'compiler/plan'],
  runtime: [],
  'runtime/engine': ['grammar', 'compiler/plan'],
  'runtime/scoring': ['compiler/plan', 'runtime/engine'],
  'runtime/simulate': ['grammar', 'compiler/plan', 'runtime', 'runtime/engine', 'runtime/scoring'],
  'runtime/store': ['compiler/plan'],
  'runtime/leads': ['compiler/plan', 'runtime', 'runtime/engine', 'runtime/scoring', 'runtime/store', 'runtime/channels'],
  'runtime/temporal': ['compiler/plan', 'runtime/channels'],
  'runtime/ingest': ['grammar', 'compiler/plan', 'runtime'],
  'runtime/channels': ['compiler/plan', 'compiler/templates'],
  'runtime/inbox': [],
  'runtime/servers': [],
  'runtime/service': ['runtime'],
  cli: ['grammar', 'compiler', 'runtime', 'examples'],
  bench: ['compiler', 'runtime', 'cli'],
  examples: [],
};

/** These wire the rest: what stands below the named folder may be imported too. */
const wires = new Set(['runtime/service', 'cli', 'bench']);

/** No file system, network, process, clock or chance: the same input gives the same answer. */
const pure = ['grammar', 'compiler', 'runtime/engine', 'runtime/scoring', 'runtime/simulate'];
const impure = [
  /from 'node:(fs|net|http|https|child_process|os|process|dgram|tls)(\/|')/,
  /\bDate\.now\(/,
  /\bMath\.random\(/,
  /\bnew Date\(\)/,
  /\bprocess\./,
];
/** Asks only how long it has waited in real time, never what time it is. */
const exempt = new Set(['runtime/simulate/conductor.ts']);

const files = ['grammar', 'compiler', 'runtime', 'cli', 'bench', 'examples'].flatMap((folder) => sourcesIn(join(root, folder)));

test('imports follow the arrows', () => {
  const against = files.flatMap((file) => importsOf(file).flatMap((target) => judge(file, target)));
  expect(against).toEqual([]);
});

test('what has to be pure is', () => {
  const guilty = files
    .filter((file) => pure.some((folder) => isBelow(file, folder)) && !exempt.has(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return impure.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern.source}`);
    });
  expect(guilty).toEqual([]);
});

test('no file is past 500 lines', () => {
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 500);
  expect(long).toEqual([]);
});

test('the map names folders that exist', () => {
  const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const named = [...map.matchAll(/^\| `([\w/-]+)\/` \|/gm)].flatMap(([, folder]) => folder ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((folder) => !statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory())).toEqual([]);
});

function judge(from: string, target: string): readonly string[] {
  const here = folderOf(from);
  const there = folderOf(target);
  if (here === there || (here === 'examples' && isBelow(target, 'examples'))) return [];
  const allowed = arrows[here] ?? [];
  const wired = wires.has(here) && allowed.some((folder) => isBelow(target, folder));
  return wired || allowed.includes(there) ? [] : [`${from} imports ${target}`];
}

/** The longest folder of the table that holds the file. */
function folderOf(file: string): string {
  const holding = Object.keys(arrows).filter((folder) => isBelow(file, folder));
  return holding.sort((first, second) => second.length - first.length)[0] ?? '';
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].flatMap(([, specifier]) => specifier ?? []);
  return specifiers.map((specifier) => relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts'));
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
