import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { projectFile } from './fenced-blocks.js';

const page = projectFile('docs/reference/environment.md');
const root = fileURLToPath(new URL('../../', import.meta.url));

test('the page names every variable that the programs read, and no others', () => {
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
  const alsoRead = [...page.matchAll(/`(XDG_[A-Z_]+)`/g)].map((match) => match[1] ?? '');
  expect(new Set([...documented, ...alsoRead])).toEqual(variablesRead());
});

test('the needed ones are those that serve insists on', () => {
  const serve = projectFile('cli/commands/serve.command.ts');
  const needed = [...serve.matchAll(/need\('(\w+)'\)/g)].map((match) => match[1] ?? '').sort();
  const said = [...page.matchAll(/^\| `(PERENNIAL_\w+)` \| yes \|/gm)].map((match) => match[1] ?? '');
  expect([...said, 'DATABASE_URL', 'TEMPORAL_ADDRESS'].sort()).toEqual(needed);
});

/** Names of our own form in the sources; what the shell or a server's child needs is not ours to explain. */
function variablesRead(): ReadonlySet<string> {
  const names = /\b(?:PERENNIAL_[A-Z_]+|DATABASE_URL|TEMPORAL_[A-Z_]+|NO_COLOR|FORCE_COLOR|XDG_CACHE_HOME)\b/g;
  const sources = ['cli', 'runtime', 'set-up'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
  return new Set(sources.flatMap((text) => text.match(names) ?? []));
}
