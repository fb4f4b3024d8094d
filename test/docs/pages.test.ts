import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRepository } from '../../cli/read-repository.js';
import { check } from '../../compiler/check.js';
import { printPretty } from '../../compiler/diagnostics/print/print-pretty.js';
import { relocated } from '../../compiler/diagnostics/print/relocated.js';
import type { Source } from '../../grammar/span.js';
import { runCampaignTest } from '../../runtime/simulate/campaign-test.js';
import { printLines } from '../compiler/fixture.js';
import { repositoryAround } from './example-repository.js';
import type { FencedBlock } from './fenced-blocks.js';
import { fencedBlocks } from './fenced-blocks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const library = await readRepository(join(root, 'campaigns'));
const pages = markdownBelow(root).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Slips that a page shows the report of: the texts to put in place, for each block `text check` in order. */
const slips: Readonly<Record<string, readonly Readonly<Record<string, readonly [string, string]>>[]>> = {
  'README.md': [{ 'campaigns/welcome.yaml': ['- on: signed_up\n', '- on: signed_up\n    where: event.plan == "trail"\n'] }],
  'docs/guide/first-campaign.md': [
    {
      'campaigns/first-signature.yaml': ['company_size', 'company_sise'],
      'templates/first-signature/how-was-it.mjml': ["Hello {{ lead.first_name | default: 'there' }}", 'Hello {{ lead.first_name }}'],
    },
  ],
  'docs/guide/fixing-what-check-finds.md': [
    { 'campaigns/renewal.yaml': ['    late: skip\n', '    late: skip\n    when: lead.company_size >= "10"\n'] },
  ],
};

// The pages of rules, the language and the API have tests of their own.
const told = pages.filter(({ path }) => path === 'README.md' || path.startsWith('docs/guide/'));

describe.each(told)('the examples of $path', ({ path, text }) => {
  const blocks = fencedBlocks(text);
  const examples = blocks.filter(({ language }) => language === 'yaml' || language === 'mjml');
  const repository = withFiles(library, examples.filter(({ info }) => !info.includes('fragment')));

  test('check without a word as files of the library', async () => {
    const { diagnostics, release, tests } = await check(repository);
    expect(printLines(diagnostics, repository)).toBe('');
    if (release === undefined) throw new Error('the page has errors');
    for (const one of tests) expect(runCampaignTest(one, release).failures, one.name.value).toEqual([]);
  });

  test.each(examples.filter(({ info }) => info.includes('fragment')).map((block) => [block.line, block] as const))(
    'check without a word as part of it: line %s',
    async (_, { text: example, info }) => {
      const sources = repositoryAround(example, repository, info);
      const { diagnostics, release, tests } = await check(sources);
      // How often the library writes besides is no part of what a fragment says.
      expect(printLines(diagnostics.filter(({ code }) => code !== 'C5105'), sources)).toBe('');
      if (release === undefined) throw new Error('the example has errors');
      for (const one of tests) expect(runCampaignTest(one, release).failures, one.name.value).toEqual([]);
    },
  );

  const reports = blocks.filter(({ language, info }) => language === 'text' && info.includes('check'));
  test.each(reports.map((block, index) => [block.line, block, slips[path]?.[index] ?? {}] as const))(
    'a slip is reported as it says: line %s',
    async (_, block, slip) => {
      const sources = repository.map((source) => {
        const [right, wrong] = slip[source.path] ?? ['', ''];
        return right === '' ? source : { ...source, text: source.text.replace(right, wrong) };
      });
      const { diagnostics } = await check(sources);
      // Where a page shows the command, it shows the paths that this command prints.
      const prefix = text.includes('$ perennial check my-campaigns') ? 'my-campaigns/' : '';
      const shown = relocated({ diagnostics, suppressed: [], sources }, prefix);
      expect(printPretty(shown.diagnostics, shown.sources, { color: false })).toContain(block.text.trimEnd());
    },
  );
});

test('the campaign of the README is the one of the library, without its notes', async () => {
  const [shown] = fencedBlocks(pages.find(({ path }) => path === 'README.md')?.text ?? '');
  if (shown === undefined) throw new Error('the README shows no campaign');
  const planOf = async (sources: readonly Source[]) =>
    (await check(sources)).release?.campaigns.find(({ plan }) => plan.campaign === 'welcome')?.plan;
  expect(await planOf(withFiles(library, [shown]))).toEqual(await planOf(library));
});

test.each(pages)('the links of $path lead somewhere', ({ path, text }) => {
  const broken = linksOf(text).filter((link) => !leadsSomewhere(path, link));
  expect(broken).toEqual([]);
});

test.each(pages)('the files of ours that $path names are there', ({ text }) => {
  const named = [...text.matchAll(/(?<![\w./-])(?:test|runtime|compiler|grammar|cli|bench|set-up|editors)\/[\w./-]*\w/g)].map(([path]) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every page of the documentation can be reached from its index', () => {
  const index = pages.find(({ path }) => path === 'docs/README.md');
  const named = linksOf(index?.text ?? '').map((link) => relative(root, join(root, 'docs', link.split('#')[0] ?? '')));
  const all = pages.map(({ path }) => path).filter((path) => /^docs\/(?!rules\/C|README)/.test(path));
  expect(all.filter((path) => !named.includes(path))).toEqual([]);
});

test('no page names a path of somebody’s machine', () => {
  const names = /\/(?:work|root|tmp)\//;
  expect(pages.filter(({ text }) => names.test(text)).map(({ path }) => path)).toEqual([]);
});

function withFiles(sources: readonly Source[], blocks: readonly FencedBlock[]): readonly Source[] {
  const files = new Map(sources.map(({ path, text }) => [path, text]));
  for (const { info, text, line } of blocks) {
    const [path] = info;
    if (path === undefined) throw new Error(`the block of line ${line} names no file, and is no fragment`);
    files.set(path, text);
  }
  return [...files].map(([path, text]) => ({ path, text }));
}

function markdownBelow(folder: string): readonly string[] {
  const own = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const below = ['docs', 'examples', 'campaigns'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${name}/${file.replaceAll('\\', '/')}`),
  );
  return [...own, ...below].filter((path) => !path.includes('.perennial')).sort();
}

/** Links to places inside the project. */
function linksOf(text: string): readonly string[] {
  const outside = text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...outside.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined) return true;
  return readFileSync(join(root, path), 'utf8')
    .split('\n')
    .some((line) => /^#+ /.test(line) && anchorOf(line) === anchor);
}

/** As GitHub makes them of headings. */
function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
