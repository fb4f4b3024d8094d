import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { allCodes } from '../../compiler/diagnostics/all-codes.js';
import { extensionCodes } from '../../compiler/extensions/extension-codes.js';
import { templateCodes } from '../../compiler/templates/template-codes.js';
import { printLines, readRepository } from '../compiler/fixture.js';
import { repositoryAround } from './example-repository.js';
import { fencedBlocks, projectFile } from './fenced-blocks.js';

const base = readRepository('base');
const codes = Object.entries(allCodes).sort(([one], [other]) => (one < other ? -1 : 1));

// Examples of templates are compiled by test/compiler/templates/template-pages.test.ts, those of
// plug-ins read by test/compiler/extensions/extension-pages.test.ts.
const inYaml = codes.filter(([code]) => !(code in templateCodes) && !(code in extensionCodes));
const withExamples = inYaml.filter(([code]) => fencedBlocks(projectFile(`docs/rules/${code}.md`)).length > 0);

describe.each(codes)('the page of %s', (code, { rule, summary, severity }) => {
  const page = projectFile(`docs/rules/${code}.md`);

  test('has the name and the summary of the catalogue, and says why', () => {
    expect(page.startsWith(`# ${code} \`${rule}\`\n`)).toBe(true);
    expect(page).toContain(`\n${sentence(summary)} (${severity})\n\n## Why\n\n`);
  });

  test('shows what is wrong and what is right, or says why it does not', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect([['Why', 'Wrong', 'Right'], ['Why', 'No example']]).toContainEqual(headings);
    for (const section of page.split(/^## .*$/m).slice(1)) expect(section.trim()).not.toBe('');
  });
});

describe.each(withExamples)('the example of %s', (code) => {
  const blocks = fencedBlocks(projectFile(`docs/rules/${code}.md`));

  test.each(blocks.map((block) => [block.heading, block] as const))('%s', async (heading, { text, info }) => {
    const sources = repositoryAround(text, base, info);
    const { diagnostics } = await check(sources);
    const printed = printLines(diagnostics, sources);
    if (heading === 'Right') expect(new Set(diagnostics.map((found) => found.code)), printed).toEqual(new Set(alsoFound(info)));
    else expect(new Set(diagnostics.map((found) => found.code)), printed).toEqual(new Set([code, ...alsoFound(info)]));
  });
});

describe('the index', () => {
  const index = projectFile('docs/rules/README.md');

  test('has a line for every code, with its summary, in order', () => {
    const lines = [...index.matchAll(/^\| \[(C\d{4})\]\((.*?)\) \| `(.*?)` \| (\w+) \| (.*?) \|$/gm)].map((match) => match.slice(1));
    expect(lines).toEqual(codes.map(([code, { rule, severity, summary }]) => [code, `${code}.md`, rule, severity, sentence(summary)]));
  });

  test('and the folder has no page besides', () => {
    const pages = readdirSync(new URL('../../docs/rules/', import.meta.url)).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(codes.map(([code]) => `${code}.md`));
  });

  test('has a range for every code', () => {
    const ranges = [...index.matchAll(/^## (C\d)xxx/gm)].map((match) => match[1]);
    expect(ranges).toEqual([...new Set(codes.map(([code]) => code.slice(0, 2)))]);
  });
});

/** `also:C1003` behind the fence: what follows from the same mistake. */
function alsoFound(info: readonly string[]): readonly string[] {
  return info.flatMap((word) => /^also:(C\d{4})$/.exec(word)?.[1] ?? []);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
