import { describe, expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { builtInEvents } from '../../compiler/names/built-in-events.js';
import { builtInAccountAttributes, builtInAttributes, campaignKinds, stages } from '../../compiler/names/built-in.js';
import { filterNames } from '../../compiler/templates/liquid/liquid-filters.js';
import { tagNames } from '../../compiler/templates/liquid/liquid-settings.js';
import { armKeys, becomesKeys, campaignKeys, enterAtKeys, enterKeys, everyKeys, leaveOnKeys, leaveWhenKeys } from '../../grammar/decode/keys/campaign-keys.js';
import { eventKeys, fieldKeys } from '../../grammar/decode/keys/schema-keys.js';
import { scoringKeys } from '../../grammar/decode/keys/scoring-keys.js';
import { expectationKeys, testEventKeys, testKeys } from '../../grammar/decode/keys/test-keys.js';
import { segmentKeys } from '../../grammar/decode/keys/segment-keys.js';
import { channelKeys, dkimKeys, environmentKeys, linksKeys, paceKeys, retentionKeys, sdrKeys, senderKeys, topicKeys, workspaceKeys } from '../../grammar/decode/keys/workspace-keys.js';
import { decodeCampaign } from '../../grammar/decode/decode-campaign.js';
import { decodeSegments } from '../../grammar/decode/decode-segments.js';
import { decodeWorkspace } from '../../grammar/decode/decode-workspace.js';
import type { KeyTable } from '../../grammar/decode/key-table.js';
import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import { durationUnits } from '../../grammar/duration.js';
import { deepestExpression, longestExpression, longestList } from '../../grammar/expressions/lex.js';
import { reservedWords } from '../../grammar/expressions/tokens.js';
import type { Source } from '../../grammar/span.js';
import { convertSource, surfaceOf } from '../../grammar/print/format-source.js';
import { allSteps, stepKinds } from '../../grammar/steps/all-steps.js';
import { commonStepKeys } from '../../grammar/steps/step.js';
import { deepestNesting, largestSource, mostLexemes } from '../../grammar/yaml/read-tokens.js';
import { runCampaignTest } from '../../runtime/simulate/campaign-test.js';
import { printLines, readRepository } from '../compiler/fixture.js';
import { repositoryAround } from './example-repository.js';
import { fencedBlocks, projectFile } from './fenced-blocks.js';

const page = projectFile('docs/reference/language.md');
const blocks = fencedBlocks(page);
const examples = blocks.filter(({ language }) => language === 'yaml' || language === 'mjml');
const forms = examples.filter(({ info }) => info.includes('form'));
const files = examples.filter(({ info }) => !info.includes('fragment') && !info.includes('form'));
const fragments = examples.filter(({ info }) => info.includes('fragment'));

/** The files of the page, over the repository that the compiler's tests know; it has the other mails. */
const shown = new Map([
  ...readRepository('reference')
    .filter(({ path }) => path.startsWith('templates/'))
    .map(({ path, text }) => [path, text] as const),
  ...files.map(({ info, text }) => [info[0] ?? '', text] as const),
]);
const repository = [...shown].map(([path, text]) => ({ path, text }));

describe('the files that the page shows', () => {
  test('are one of each sort', () => {
    expect(files.map(({ info }) => info[0])).toEqual([
      'perennial.yaml',
      'schema/lead.yaml',
      'campaigns/trial-welcome.yaml',
      'scoring/scoring.yaml',
      'templates/trial-welcome/hello.mjml',
      'tests/trial-welcome.test.yaml',
    ]);
  });

  test('check without a word together', async () => {
    const { diagnostics } = await check(repository);
    expect(printLines(diagnostics, repository)).toBe('');
  });

  test('and their test passes', async () => {
    const { release, tests } = await check(repository);
    if (release === undefined) throw new Error('the page has errors');
    expect(tests).toHaveLength(1);
    for (const one of tests) expect(runCampaignTest(one, release).failures).toEqual([]);
  });
});

test.each(fragments.map((block) => [`${block.heading}, line ${block.line}`, block] as const))(
  'the fragment under "%s" checks without a word',
  async (_, { text, info }) => {
    const sources = repositoryAround(text, repository, info);
    const { diagnostics } = await check(sources);
    expect(printLines(diagnostics, sources)).toBe('');
  },
);

test.each(forms.map((block) => [`${block.heading}, line ${block.line}`, block] as const))(
  'the example under "%s" is read without a word',
  (_, { text, info }) => {
    const before = new Map(repository.map((source) => [source.path, source.text]));
    const sources = repositoryAround(text, repository, info).filter(({ path, text: now }) => before.get(path) !== now);
    const { length } = sources.filter(({ path }) => decoderOf(path) !== undefined);
    expect(length).toBeGreaterThan(0);
    for (const source of sources) expect(printLines(decoderOf(source.path)?.(source).diagnostics ?? [], sources)).toBe('');
  },
);

/** For examples of what cannot be run yet: only their form is looked at. */
function decoderOf(path: string): ((source: Source) => Checked<unknown>) | undefined {
  if (path === 'perennial.yaml') return decodeWorkspace;
  if (path.startsWith('campaigns/')) return decodeCampaign;
  return path.startsWith('segments/') ? decodeSegments : undefined;
}

test('no example is left out', () => {
  const others = blocks.filter((block) => !examples.includes(block) && !isText(block)).map(({ language, heading }) => `${heading}: ${language}`);
  // A tree of files, and the shape of a phrase.
  expect(others).toEqual(['Files: ', 'email: ']);
});

const inText = blocks.flatMap((block, index) => {
  const beside = blocks[index - 1];
  return isText(block) && beside !== undefined ? [[`${block.heading}, line ${block.line}`, { block, beside }] as const] : [];
});

test.each(inText)('the textual form under "%s" says what the YAML above it says', (_, { block, beside }) => {
  const [path = ''] = beside.info;
  const before = new Map(repository.map((source) => [source.path, source.text]));
  const whole = path.includes('/') ? [{ path, text: beside.text }] : repositoryAround(beside.text, repository, beside.info);
  const own = whole.filter((source) => surfaceOf(source.path) === 'yaml' && (path.includes('/') || before.get(source.path) !== source.text));
  const printed = own.flatMap((source) => linesOf(source).filter((line) => path.includes('/') || !linesOf(emptyCampaign).includes(line)));
  expect(block.text.split('\n').filter((line) => line !== '')).toEqual(printed);
});

test('every campaign, segment, score and test of the page is shown in both forms', () => {
  const yaml = examples.filter(({ language, info, heading }) => language === 'yaml' && !inYamlAlone.has(info[0] ?? '') && heading !== 'perennial.yaml');
  expect(inText.map(([, { beside }]) => beside.line)).toEqual(yaml.map(({ line }) => line));
});

/** What has one form only. */
const inYamlAlone: ReadonlySet<string> = new Set(['perennial.yaml', 'schema/lead.yaml']);

/** What the example of a page is completed with. */
const emptyCampaign = repositoryAround('note: x\n', repository, ['campaign']).find(({ path }) => path === 'campaigns/demo.yaml') ?? {
  path: '',
  text: '',
};

function isText({ language }: (typeof blocks)[number]): boolean {
  return ['campaign', 'segments', 'scoring', 'tests'].includes(language);
}

function linesOf(source: Source): readonly string[] {
  const printed = convertSource(source, 'text');
  return printed.kind === 'printed' ? printed.text.split('\n').filter((line) => line !== '') : [];
}

describe('the tables of keys are those of the decoder', () => {
  const tables: Readonly<Record<string, KeyTable>> = {
    'perennial.yaml': workspaceKeys,
    'A topic': topicKeys,
    'A sender': senderKeys,
    'An attribute or property': fieldKeys,
    'An event': eventKeys,
    'campaigns/*.yaml': campaignKeys,
    'A channel': channelKeys,
    sdr: sdrKeys,
    links: linksKeys,
    'A DKIM key': dkimKeys,
    'A pace': paceKeys,
    retention: retentionKeys,
    'An environment': environmentKeys,
    'A segment': segmentKeys,
    'A way in': enterKeys,
    'A way in by condition': becomesKeys,
    'A way in by date': enterAtKeys,
    'A way in by rhythm': everyKeys,
    'A way out': leaveOnKeys,
    'A way out by condition': leaveWhenKeys,
    'An arm': armKeys,
    'Any step': commonStepKeys,
    ...Object.fromEntries(stepKinds.filter((kind) => kind !== 'end').map((kind) => [kind, allSteps[kind].keys])),
    'scoring/*.yaml': scoringKeys,
    'tests/*.test.yaml': testKeys,
    'An event of a test': testEventKeys,
    'An expectation': expectationKeys,
  };

  test.each(Object.entries(tables))('%s', (heading, table) => {
    expect(firstCells(heading)).toEqual(Object.keys(table));
  });

  test.each(Object.entries(tables))('%s says which are needed', (heading, table) => {
    const needed = Object.entries(table).flatMap(([name, { required }]) => (required === true ? [name] : []));
    const said = rowsOf(heading).flatMap(([name = '', demand]) => (/^(?:yes$|but for )/.test(demand ?? '') ? [name] : []));
    // Some rules of the compiler demand more than the decoder.
    expect(said).toEqual(expect.arrayContaining(needed));
  });

  test('and the verbs are all there', () => {
    expect(firstCells('Steps')).toEqual(stepKinds);
    expect(Object.keys(allSteps.end.keys)).toEqual([]);
  });
});

test('the lists of words are complete', () => {
  expect(wordsAfter('- Kinds:')).toEqual([...campaignKinds]);
  expect(wordsAfter('- Stages:')).toEqual([...stages]);
  expect(wordsAfter('- Tags:')).toEqual([...tagNames].sort());
  expect(wordsAfter('- Filters:')).toEqual(filterNames);
  expect(page).toContain(durationUnits.map((unit, index) => `${[10, 30, 24, 3, 2, 6, 1][index]}${unit}`).join(' '));
  const [last = '', ...first] = [...reservedWords].reverse();
  expect(page.replaceAll('\n', ' ')).toContain(`${first.reverse().map((word) => `\`${word}\``).join(', ')} and \`${last}\` are no names`);
});

test('what is built in is named', () => {
  const section = sectionOf('Built in');
  for (const { name } of [...builtInAttributes, ...builtInAccountAttributes]) expect(section).toContain(`\`${name.value}\``);
  const told = rowsOf('Built in').map(([event = '', properties = '']) => `${event}: ${properties}`);
  const known = builtInEvents.map(({ name, properties }) => `${name.value}: ${properties.map((property) => property.name.value).join(' ')}`);
  expect(told).toEqual(known);
});

test('the limits are those of the grammar', () => {
  const limits = new Map(rowsOf('Limits').map(([what = '', most = '']) => [what, most]));
  const number = (value: number): string => value.toLocaleString('en');
  expect(limits.get('a file')).toBe(`${largestSource / 1024 / 1024} MiB`);
  expect(limits.get('lists and keys within each other')).toBe(`${deepestNesting} levels`);
  expect(limits.get('pieces of YAML in a file')).toBe(number(mostLexemes));
  expect(limits.get('an expression or phrase')).toBe(`${number(longestExpression)} characters`);
  expect(limits.get('brackets and not within each other')).toBe(`${deepestExpression} levels`);
  expect(limits.get('values in a list behind in')).toBe(number(longestList));
});

/** A heading's own text, up to the next heading of any level. */
function sectionOf(heading: string): string {
  const sections = page.split(/^#+ /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`no section ${heading}`);
  return section;
}

/** The cells of a section's first table that says which key is what, without their marks. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const rows = sectionOf(heading)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')));
  return rows.slice(1);
}

function firstCells(heading: string): readonly string[] {
  return rowsOf(heading).map(([first = '']) => first);
}

function wordsAfter(label: string): readonly string[] {
  const text = page.slice(page.indexOf(label) + label.length).split(/[.;]/)[0] ?? '';
  return text.split(',').map((word) => word.trim());
}
