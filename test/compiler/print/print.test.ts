import { describe, expect, test } from 'vitest';

import { displayCells, displayWidth, visibleText } from '../../../compiler/diagnostics/print/display-cells.js';
import { printCompact } from '../../../compiler/diagnostics/print/print-compact.js';
import { printJson } from '../../../compiler/diagnostics/print/print-json.js';
import { printPretty } from '../../../compiler/diagnostics/print/print-pretty.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { campaign, diagnosticAt, labelAt, placeOf, schema } from './diagnostic-fixture.js';

const plain = { color: false };
const sources = [campaign, schema];
const frame = (diagnostic: Diagnostic, of: readonly Source[] = sources): string =>
  printPretty([diagnostic], of, plain).split('\n').slice(0, -3).join('\n');

describe('a frame', () => {
  test('shows the line, carets under the place, the message and the help', () => {
    const diagnostic = diagnosticAt(placeOf(campaign, '"50"'), { help: 'Remove the quotes.' });
    expect(frame(diagnostic)).toBe(
      [
        'error[C3104]: number compared with text',
        ' --> campaigns/nurture.yaml:6:25',
        '  |',
        '6 |     when: lead.score >= "50" and lead.plan == "pro"',
        '  |                         ^^^^',
        '  |',
        '  = "lead.score" is a number and "50" is text.',
        '  = help: Remove the quotes.',
      ].join('\n'),
    );
  });

  test('has room for several labels in a line, on other lines and in other files', () => {
    const at = placeOf(campaign, '"50"');
    const diagnostic = diagnosticAt(at, {
      labels: [
        { span: at, text: 'text' },
        labelAt(campaign, 'lead.score', 'number'),
        labelAt(campaign, 'lead.plan', 'not asked before this'),
        labelAt(campaign, 'activated within 14d', 'the goal closes here'),
        labelAt(schema, 'score', 'declared here'),
      ],
    });
    expect(frame(diagnostic)).toBe(
      [
        'error[C3104]: number compared with text',
        ' --> campaigns/nurture.yaml:6:25',
        '  |',
        '2 | goal: activated within 14d',
        '  |       -------------------- the goal closes here',
        '...',
        '6 |     when: lead.score >= "50" and lead.plan == "pro"',
        '  |           ----------    ^^^^     --------- not asked before this',
        '  |           |             |',
        '  |           |             text',
        '  |           number',
        '  |',
        ' ::: schema/lead.yaml:2:3',
        '  |',
        '2 |   score: { type: number }',
        '  |   ----- declared here',
        '  |',
        '  = "lead.score" is a number and "50" is text.',
      ].join('\n'),
    );
  });

  test.each([
    ['a tab', 'send:\tz', '8 |     - send: zürich 東京 e\u0301té 👩‍👩‍👧 naïve', '  |       ^^^^^^^'],
    ['wide letters', '東京', '8 |     - send: zürich 東京 e\u0301té 👩‍👩‍👧 naïve', '  |                    ^^^^'],
    ['combining marks', 'e\u0301té', '8 |     - send: zürich 東京 e\u0301té 👩‍👩‍👧 naïve', '  |                         ^^^'],
    ['a joined emoji', '👩‍👩‍👧', '8 |     - send: zürich 東京 e\u0301té 👩‍👩‍👧 naïve', '  |                             ^^'],
    ['what stands behind them', 'naïve', '8 |     - send: zürich 東京 e\u0301té 👩‍👩‍👧 naïve', '  |                                ^^^^^'],
  ])('is right with %s', (_, words, line, carets) => {
    expect(frame(diagnosticAt(placeOf(campaign, words))).split('\n').slice(3, 5)).toEqual([line, carets]);
  });

  test('cuts a long line around its place', () => {
    const source = { path: 'a.mjml', text: `${'left '.repeat(60)}HERE${' right'.repeat(60)}` };
    const [, , , line = '', carets = ''] = frame(diagnosticAt(placeOf(source, 'HERE')), [source]).split('\n');
    expect(line).toMatch(/^1 \| ….*HERE.*…$/);
    expect(displayWidth(line)).toBeLessThan(130);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  });

  test('marks a place that is longer than the screen to its edge', () => {
    const source = { path: 'a.mjml', text: `x ${'long '.repeat(80)}` };
    const [, , , line = '', carets = ''] = frame(diagnosticAt({ file: 'a.mjml', start: 2, end: 400 }), [source]).split('\n');
    expect(carets.length).toBeLessThanOrEqual(line.length);
  });

  test('marks what goes on over several lines to the end of the first', () => {
    const { start } = placeOf(campaign, 'steps');
    const lines = frame(diagnosticAt({ file: campaign.path, start, end: campaign.text.length })).split('\n');
    expect(lines.slice(3, 5)).toEqual(['3 | steps:', '  | ^^^^^^']);
  });

  test('marks what is missing behind the last character', () => {
    const at = placeOf(campaign, 'nurture').end;
    const lines = frame(diagnosticAt({ file: campaign.path, start: at, end: at })).split('\n');
    expect(lines.slice(3, 5)).toEqual(['1 | campaign: nurture', '  |                  ^']);
  });

  test('shows characters that would hide something', () => {
    const source = { path: 'a.yaml', text: 'title: a\u202eb\u001b[31mc' };
    const lines = frame(diagnosticAt(placeOf(source, 'c')), [source]).split('\n');
    expect(lines.slice(3, 5)).toEqual(['1 | title: a<U+202E>b␛[31mc', '  |                       ^']);
  });

  test('does without a source that is not there', () => {
    expect(frame(diagnosticAt({ file: 'gone.yaml', start: 5, end: 9 }))).toContain('--> gone.yaml:1:6');
  });
});

describe('a report for people', () => {
  const errors = [diagnosticAt(placeOf(schema, 'score')), diagnosticAt(placeOf(campaign, '"50"'))];
  const warning = diagnosticAt(placeOf(campaign, 'hello'), { code: 'C4106', severity: 'warning' });

  test('is in the order of files and lines, each report once, and counts them', () => {
    const printed = printPretty([...errors, ...errors, warning], sources, plain);
    expect(printed.match(/--> .*/g)).toEqual([
      '--> campaigns/nurture.yaml:4:11',
      '--> campaigns/nurture.yaml:6:25',
      '--> schema/lead.yaml:2:3',
    ]);
    expect(printed.split('\n').at(-2)).toBe('2 errors, 1 warning in 2 of 2 files');
  });

  test('does not count a missing file among those that it read', () => {
    const missing = ['perennial.yaml', 'schema/lead.yaml'].map((file) => diagnosticAt({ file, start: 0, end: 0 }));
    expect(printPretty(missing, [campaign], plain).split('\n').at(-2)).toBe('2 errors in 2 files');
  });

  test('stops where it was told to, errors first, and says how much is left out', () => {
    const many = [warning, ...errors];
    const printed = printPretty(many, sources, { ...plain, max: 2 });
    expect(printed.match(/--> .*/g)).toEqual(['--> campaigns/nurture.yaml:6:25', '--> schema/lead.yaml:2:3']);
    expect(printed.split('\n').slice(-4)).toEqual(['… and 1 more (--max 3 shows all).', '', '2 errors, 1 warning in 2 of 2 files', '']);
    expect(printPretty(many, sources, { ...plain, max: 3 })).toBe(printPretty(many, sources, plain));
  });

  test.each([
    ['safe', undefined, 'perennial check --fix mends 1 of them.'],
    ['unsafe', undefined, 'perennial check --fix=unsafe mends 1 of them.'],
    ['safe', 'safe', 'perennial check --fix mends all of them.'],
    ['safe', 'unsafe', 'perennial check --fix mends 1 of them, --fix=unsafe 1 more.'],
  ] as const)('says what can be left to the program: %s and %s', (first, second, words) => {
    const mended = [first, second].map((safety, index) =>
      diagnosticAt(placeOf(campaign, index === 0 ? '"50"' : 'hello'), {
        fixes: safety === undefined ? [] : [{ title: 'write it', safety, edits: [] }],
      }),
    );
    expect(printPretty(mended, sources, plain).split('\n').at(-2)).toBe(words);
  });

  test('wraps its texts, and cuts its lines, to the screen', () => {
    const wide = { path: 'a.yaml', text: `note: ${'left '.repeat(20)}HERE${' right'.repeat(20)}` };
    const long = diagnosticAt(placeOf(wide, 'HERE'), { message: 'word '.repeat(30).trim(), help: 'do '.repeat(30).trim() });
    const lines = printPretty([long], [wide], { ...plain, width: 60 }).split('\n');
    expect(lines.filter((line) => displayWidth(line) > 60)).toEqual([]);
    expect(lines.join('\n')).toMatch(/ {2}= help: do[^]*\n {4}do/);
    const [marked = '', carets = ''] = lines.slice(3, 5);
    expect(marked.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  });

  test('says so when there is nothing to say', () => {
    expect(printPretty([], sources, plain)).toBe('No problems in 2 files.\n');
  });

  test('is coloured only when asked to be, with the same words', () => {
    const coloured = printPretty([warning], sources, { color: true });
    expect(coloured).toContain('\u001b[33m^^^^^');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(printPretty([warning], sources, plain));
  });
});

describe('a report for programs', () => {
  const fix = { title: 'remove the quotes', safety: 'safe' as const, edits: [{ span: placeOf(campaign, '"50"'), text: '50' }] };
  const diagnostic = diagnosticAt(placeOf(campaign, '"50"'), { help: 'Remove the quotes.', fixes: [fix] });

  test('is a line each', () => {
    expect(printCompact([diagnostic], sources)).toBe(
      'campaigns/nurture.yaml:6:25: error[C3104] "lead.score" is a number and "50" is text.\n',
    );
    expect(printCompact([], sources)).toBe('');
  });

  test('is JSON with a version, a summary and places', () => {
    expect(JSON.parse(printJson([diagnostic], sources))).toEqual({
      version: 1,
      summary: { errors: 1, warnings: 0, fixable: 1 },
      diagnostics: [
        {
          code: 'C3104',
          rule: 'compare-type-mismatch',
          severity: 'error',
          summary: 'number compared with text',
          message: '"lead.score" is a number and "50" is text.',
          file: 'campaigns/nurture.yaml',
          line: 6,
          column: 25,
          endLine: 6,
          endColumn: 29,
          labels: [],
          help: 'Remove the quotes.',
          fixes: [
            {
              title: 'remove the quotes',
              safety: 'safe',
              edits: [{ file: 'campaigns/nurture.yaml', line: 6, column: 25, endLine: 6, endColumn: 29, text: '50' }],
            },
          ],
        },
      ],
    });
  });
});

describe('the cells of a line', () => {
  test('cover it without gaps, in characters and on the screen', () => {
    const line = campaign.text.split('\n')[7] ?? '';
    const cells = displayCells(line);
    expect(cells.map(({ start, end }) => line.slice(start, end)).join('')).toBe(line);
    for (const [index, cell] of cells.entries()) expect(cell.from).toBe(cells[index - 1]?.to ?? 0);
  });

  test.each([['한국', 4], ['ｆｕｌｌ', 8], ['ﾊﾝｶｸ', 4], ['❤️', 2], ['e\u0301', 1], ['🇩🇪', 2]])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('keep the joiners that scripts and emoji need', () => {
    expect(visibleText('می\u200cخواهم 👩‍👧')).toBe('می\u200cخواهم 👩‍👧');
  });
});
