import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** What an arrow may point at; folders end in `/`. The words are those of ARCHITECTURE.md. */
const places = {
  grammar: 'grammar/',
  durations: 'grammar/duration.ts',
  'did-you-mean': 'grammar/did-you-mean.ts',
  compiler: 'compiler/',
  plan: 'compiler/plan/ir.ts',
  'plan-parts': 'compiler/plan/ir/',
  'content-hash': 'compiler/plan/content-hash.ts',
  asks: 'compiler/plan/asks.ts',
  ways: 'compiler/plan/ways.ts',
  templates: 'compiler/templates/',
  'data-contract': 'compiler/data-contract/',
  extensions: 'compiler/extensions/',
  clock: 'runtime/clock.ts',
  'work-loop': 'runtime/work-loop.ts',
  engine: 'runtime/engine/',
  'mail-events': 'runtime/mail-events/',
  scoring: 'runtime/scoring/',
  simulate: 'runtime/simulate/',
  store: 'runtime/store/',
  leads: 'runtime/leads/',
  temporal: 'runtime/temporal/',
  ingest: 'runtime/ingest/',
  imports: 'runtime/imports/',
  channels: 'runtime/channels/',
  channel: 'runtime/channels/channel.ts',
  'plugin-api': 'runtime/extensions/',
  actions: 'runtime/actions/',
  inbox: 'runtime/inbox/',
  servers: 'runtime/servers/',
  operations: 'runtime/operations/',
  service: 'runtime/service/',
  cli: 'cli/',
  examples: 'examples/',
} as const;

type Place = keyof typeof places;

/** Who may import whom. Everybody may import what lies beside him. */
const arrows: Readonly<Record<string, readonly Place[]>> = {
  'grammar/': [],
  'compiler/': ['grammar', 'plan'],
  'compiler/plan/ir.ts': ['durations', 'plan-parts'],
  'compiler/plan/ir/': [],
  'runtime/clock.ts': [],
  'runtime/work-loop.ts': [],
  'runtime/mail-events/': [],
  'runtime/engine/': ['plan', 'ways', 'durations'],
  'runtime/scoring/': ['plan', 'engine'],
  'runtime/simulate/': ['grammar', 'plan', 'ways', 'clock', 'engine', 'scoring'],
  'runtime/store/': ['plan', 'content-hash', 'asks', 'ways'],
  'runtime/leads/': ['plan', 'asks', 'ways', 'clock', 'engine', 'mail-events', 'scoring', 'store', 'channel', 'work-loop'],
  'runtime/temporal/': ['plan', 'channel'],
  'runtime/ingest/': ['plan', 'data-contract', 'clock', 'mail-events', 'work-loop'],
  'runtime/imports/': ['did-you-mean', 'plan', 'ingest'],
  'runtime/channels/': ['plan', 'templates', 'mail-events'],
  'runtime/extensions/': ['plan', 'durations', 'extensions'],
  'runtime/actions/': ['channel', 'extensions', 'plugin-api'],
  'runtime/inbox/': [],
  'runtime/servers/': [],
  'runtime/operations/': ['store', 'channel'],
  'runtime/service/': [
    'plan',
    'clock',
    'engine',
    'simulate',
    'mail-events',
    'store',
    'leads',
    'temporal',
    'ingest',
    'imports',
    'channels',
    'inbox',
    'servers',
    'actions',
    'plugin-api',
    'operations',
    'work-loop',
  ],
  'cli/': [
    'grammar',
    'compiler',
    'plan',
    'clock',
    'engine',
    'simulate',
    'store',
    'ingest',
    'imports',
    'plugin-api',
    'inbox',
    'servers',
    'service',
    'operations',
    'examples',
  ],
  'editors/': [],
  'examples/': [],
  'bench/': ['grammar', 'compiler', 'plan', 'clock', 'engine', 'simulate', 'store', 'leads', 'channels', 'servers', 'service', 'cli'],
};

/** Folders of the project that hold no code of its program, or none that is compiled. */
const withoutArrows = ['campaigns/', 'set-up/'];

/** The same input gives the same output here: no files, no network, no clock, no chance, no environment. */
const pure = ['grammar/', 'compiler/', 'runtime/engine/', 'runtime/scoring/'];
const worldly = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\s*[.[]|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bconsole\./;
// Hashes alone are pure.
const worldlyModules = /^node:(?!crypto$)|^(?:fs|net|https?|child_process)$/;

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['grammar', 'compiler', 'runtime', 'cli', 'console', 'editors', 'bench', 'examples'].flatMap(filesBelow).map((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
});

interface Import {
  /** From the root of the project, or a package's name. */
  readonly target: string;
  readonly ours: boolean;
}

describe('imports', () => {
  test('are found at all', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });

  test('go along the arrows, and no other way', () => {
    const wrong = sources.flatMap(({ path, imports }) => {
      const home = homeOf(path);
      const allowed = home === undefined ? [] : (arrows[home] ?? []).map((place) => places[place]);
      return imports
        .filter(({ ours, target }) => ours && homeOf(target) !== home && !allowed.some((place) => covers(place, target)))
        .map(({ target }) => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('lead to files that are there', () => {
    const lost = sources.flatMap(({ path, imports }) =>
      imports.filter(({ ours, target }) => ours && !existsSync(join(root, target))).map(({ target }) => `${path} imports ${target}`),
    );
    expect(lost).toEqual([]);
  });

  test('make no circle of folders', () => {
    const graph = new Map(Object.keys(arrows).map((home) => [home, new Set<string>()]));
    for (const { path, imports } of sources) {
      const home = homeOf(path) ?? '';
      for (const { ours, target } of imports) {
        const other = homeOf(target);
        if (ours && other !== undefined && other !== home) graph.get(home)?.add(other);
      }
    }
    expect(circleIn(graph)).toBeUndefined();
  });

  test('every arrow is used: one that nobody needs is taken away', () => {
    const idle = Object.entries(arrows).flatMap(([home, allowed]) =>
      allowed
        .filter((place) => {
          const used = sources.some(
            ({ path, imports }) => homeOf(path) === home && imports.some(({ target }) => covers(places[place], target)),
          );
          return !used;
        })
        .map((place) => `${home} -> ${place}`),
    );
    expect(idle).toEqual([]);
  });
});

describe('the pure parts', () => {
  const inPure = sources.filter(({ path }) => pure.some((folder) => path.startsWith(folder)));

  test('import nothing that touches the world', () => {
    const touching = inPure.flatMap(({ path, imports }) =>
      imports.filter(({ target }) => worldlyModules.test(target)).map(({ target }) => `${path} imports ${target}`),
    );
    expect(touching).toEqual([]);
  });

  test('ask neither clock nor chance nor environment', () => {
    const asking = inPure.flatMap(({ path, text }) => {
      const found = worldly.exec(withoutComments(text))?.[0];
      return found === undefined ? [] : [`${path}: ${found}`];
    });
    expect(asking).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  const rows = [...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| `([^`]+)` \|.*\| ([^|]*) \|$/gm)].map(
    ([, name = '', imports = '']) => ({ name, imports }),
  );

  test('names each folder once, and each is there', () => {
    const names = rows.map(({ name }) => name).filter((name) => !name.startsWith('test/'));
    expect(names.toSorted()).toEqual([...Object.keys(arrows), ...withoutArrows].toSorted());
    for (const name of names) expect(existsSync(join(root, name)), name).toBe(true);
  });

  test('has the arrows of this test', () => {
    const written = Object.fromEntries(rows.map(({ name, imports }) => [name, imports]));
    const wanted = Object.entries(arrows).map(([home, allowed]) => [home, allowed.join(', ') || 'none']);
    expect(written).toMatchObject(Object.fromEntries(wanted));
  });
});

test('no file has more than 500 lines', () => {
  const all = [...sources.map(({ path }) => path), ...filesBelow('test'), ...filesBelow('set-up')];
  const long = all.flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1;
    return lines > 500 ? [`${path}: ${lines} lines`] : [];
  });
  expect(long).toEqual([]);
});

/** The row of the table a file belongs to: the longest that covers it. */
function homeOf(path: string): string | undefined {
  return Object.keys(arrows)
    .filter((home) => covers(home, path))
    .toSorted((one, other) => other.length - one.length)[0];
}

function covers(place: string, path: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

function importsOf(path: string, text: string): readonly Import[] {
  const statements = withoutComments(text).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...statements].map(([, name = '']) => {
    if (!name.startsWith('.')) return { target: name, ours: false };
    const file = relative(root, join(root, dirname(path), name)).replaceAll('\\', '/');
    return { target: file.replace(/\.js$/, existsSync(join(root, file.replace(/\.js$/, '.tsx'))) ? '.tsx' : '.ts'), ours: true };
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

/** Folders that lead back to where they began; undefined when there are none. */
function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const done = new Set<string>();
  const walk = (folder: string, way: readonly string[]): string | undefined => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder].join(' -> ');
    if (done.has(folder)) return undefined;
    for (const next of graph.get(folder) ?? []) {
      const circle = walk(next, [...way, folder]);
      if (circle !== undefined) return circle;
    }
    done.add(folder);
    return undefined;
  };
  for (const folder of graph.keys()) {
    const circle = walk(folder, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name === '.perennial') return [];
    if (entry.isDirectory()) return filesBelow(path);
    return /\.(ts|tsx|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}
