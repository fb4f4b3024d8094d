import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { allCodes } from '../../../compiler/diagnostics/all-codes.js';
import { fixOf } from '../../../compiler/fixes/apply-fixes.js';
import { fixAll } from '../../../compiler/fixes/fix-all.js';
import { createTemplateCache } from '../../../compiler/templates/template-cache.js';
import { templateCodes } from '../../../compiler/templates/template-codes.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { repositoryAround } from '../../docs/example-repository.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import { fixtureFolders, fixturesOf, readRepository } from '../fixture.js';

interface Case {
  readonly name: string;
  readonly sources: readonly Source[];
}

const fixtures: readonly Case[] = [...fixtureFolders.keys()].flatMap((rule) =>
  fixturesOf(rule).map(({ name, sources }) => ({ name: `${rule}/${name}`, sources })),
);
const base = readRepository('base');
const pages = new Set(readdirSync(new URL('../../../docs/rules/', import.meta.url)));
const examples: readonly Case[] = Object.keys(allCodes)
  .filter((code) => !(code in templateCodes) && pages.has(`${code}.md`))
  .flatMap((code) =>
    fencedBlocks(projectFile(`docs/rules/${code}.md`)).map(({ heading, text, info }) => ({
      name: `${code} ${heading}`,
      sources: repositoryAround(text, base, info),
    })),
  );

const templateCache = createTemplateCache();
const checked = (sources: readonly Source[]) => check(sources, { templateCache });

describe.each(['safe', 'unsafe'] as const)('after --fix=%s', (safety) => {
  test.each([...fixtures, ...examples])('$name: nothing is left to fix, and no error is new', async ({ sources }) => {
    const { first, result } = await fixAll(sources, checked, safety);
    expect(result.diagnostics.filter((one) => fixOf(one, safety) !== undefined)).toEqual([]);
    // What an unsafe fix makes of a file is for a person to judge.
    if (safety === 'safe') expect(newErrors(first.diagnostics, result.diagnostics)).toEqual([]);
  });
});

test('enough of them have something to fix', async () => {
  const mended = await Promise.all(
    [...fixtures, ...examples].map(async ({ sources }) => (await fixAll(sources, checked, 'unsafe')).fixed),
  );
  expect(mended.filter((fixed) => fixed > 0).length).toBeGreaterThan(50);
});

function newErrors(before: readonly Diagnostic[], after: readonly Diagnostic[]): readonly string[] {
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  return after.filter(({ severity }) => severity === 'error').flatMap(({ code, message }) => (known.has(`${code} ${message}`) ? [] : `${code} ${message}`));
}
