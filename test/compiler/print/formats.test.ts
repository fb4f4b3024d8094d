import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { printCompact } from '../../../compiler/diagnostics/print/print-compact.js';
import { printGithub } from '../../../compiler/diagnostics/print/print-github.js';
import { printJson } from '../../../compiler/diagnostics/print/print-json.js';
import { printJunit } from '../../../compiler/diagnostics/print/print-junit.js';
import { printPretty } from '../../../compiler/diagnostics/print/print-pretty.js';
import { printSarif } from '../../../compiler/diagnostics/print/print-sarif.js';
import type { SarifOptions } from '../../../compiler/diagnostics/print/print-sarif.js';
import { relocated } from '../../../compiler/diagnostics/print/relocated.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { campaign, diagnosticAt, labelAt, placeOf, schema } from './diagnostic-fixture.js';

const sources = [campaign, schema];
const options: SarifOptions = { version: '1.2.3', suppressed: [], pageOf: () => '# C\n\n## Why\n\nBecause\nof it.\n\n## Wrong\n' };
const sarif = (diagnostics: readonly Diagnostic[], of: readonly Source[] = sources, more: Partial<SarifOptions> = {}) =>
  JSON.parse(printSarif(diagnostics, of, { ...options, ...more }));
const firstRun = (log: { runs: readonly { results: readonly Record<string, unknown>[] }[] }) => log.runs[0];

const full = diagnosticAt(placeOf(campaign, '"50"'), {
  help: 'Remove the quotes.',
  labels: [labelAt(schema, 'score', 'declared here')],
  fixes: [
    { title: 'remove the quotes', safety: 'safe', edits: [{ span: placeOf(campaign, '"50"'), text: '50' }] },
    { title: 'take it out', safety: 'unsafe', edits: [{ span: placeOf(schema, 'score'), text: '' }] },
  ],
});

describe('SARIF', () => {
  const published: Readonly<Record<string, unknown>> = createRequire(import.meta.url)(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  // The published file is of draft 4; but for these two, its words mean the same since.
  const valid = ajv.compile(Object.fromEntries(Object.entries(published).filter(([key]) => key !== 'id' && key !== '$schema')));

  test.each([
    ['nothing', []],
    ['a report with everything', [full]],
    ['a missing file', [diagnosticAt({ file: 'my schema/ä.yaml', start: 0, end: 0 })]],
  ])('of %s is valid by the official schema', (_, diagnostics) => {
    const suppressed = [{ diagnostic: diagnosticAt(placeOf(campaign, 'hello')), reason: 'so', span: placeOf(campaign, 'steps') }];
    valid(sarif(diagnostics, sources, { suppressed }));
    expect(valid.errors).toBeNull();
  });

  test('holds place, related places, fixes and the rule', () => {
    const [run] = sarif([full]).runs;
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.tool.driver).toMatchObject({ name: 'perennial', semanticVersion: '1.2.3' });
    expect(run.tool.driver.rules).toEqual([
      {
        id: 'C3104',
        name: 'compare-type-mismatch',
        shortDescription: { text: 'Number compared with text.' },
        fullDescription: { text: 'Because of it.' },
        help: {
          text: 'Because of it. Explained in docs/rules/C3104.md; perennial explain C3104 prints it.',
          markdown: '# C\n\n## Why\n\nBecause\nof it.\n\n## Wrong\n',
        },
        defaultConfiguration: { level: 'error' },
        properties: { docs: 'docs/rules/C3104.md' },
      },
    ]);
    expect(run.results[0]).toMatchObject({
      ruleId: 'C3104',
      ruleIndex: 0,
      level: 'error',
      message: { text: '"lead.score" is a number and "50" is text. Remove the quotes.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'campaigns/nurture.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 6, startColumn: 25, endLine: 6, endColumn: 29 },
          },
        },
      ],
      relatedLocations: [{ id: 0, message: { text: 'declared here' }, physicalLocation: { region: { startLine: 2, startColumn: 3 } } }],
    });
    expect(run.results[0].fixes.map((fix: { description: { text: string } }) => fix.description.text)).toEqual([
      'Remove the quotes.',
      'Take it out. Look at it before you take it.',
    ]);
    expect(run.results[0].fixes[0].artifactChanges[0].replacements).toEqual([
      { deletedRegion: { startLine: 6, startColumn: 25, endLine: 6, endColumn: 29 }, insertedContent: { text: '50' } },
    ]);
  });

  test('names a report the same when its line moves or is indented anew, and equal lines apart', () => {
    const marks = (text: string): readonly unknown[] => {
      const source = { path: 'a.yaml', text };
      const places = [...text.matchAll(/late/g)].map(({ index }) => diagnosticAt({ file: 'a.yaml', start: index, end: index + 4 }));
      return firstRun(sarif(places, [source]))?.results.map((one) => one['partialFingerprints']) ?? [];
    };
    const before = marks('- late: skip\n- late: skip\n- late: send\n');
    expect(new Set(before.map((one) => JSON.stringify(one))).size).toBe(3);
    expect(marks('# more\n\n  -   late: skip\n  - late: skip\r\n- late: send\n')).toEqual(before);
  });

  test('carries what a comment allows, with the reason', () => {
    const suppressed = [{ diagnostic: full, reason: 'sales asked', span: placeOf(campaign, 'steps') }];
    expect(firstRun(sarif([], sources, { suppressed }))?.results[0]?.['suppressions']).toEqual([
      {
        kind: 'inSource',
        status: 'accepted',
        justification: 'sales asked',
        location: {
          physicalLocation: {
            artifactLocation: { uri: 'campaigns/nurture.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 6 },
          },
        },
      },
    ]);
    expect(JSON.parse(printJson([], sources)).diagnostics).toEqual([]);
  });

  test('takes what an author wrote neither for a link nor for a placeholder', () => {
    const message = '"[here](http://x)" and "{0}" and {{ lead.name }}';
    const { results } = firstRun(sarif([diagnosticAt(placeOf(campaign, 'hello'), { message })])) ?? { results: [] };
    expect(results[0]?.['message']).toEqual({ text: '"\\[here](http://x)" and "{{0}}" and {{ lead.name }}' });
  });
});

describe('GitHub', () => {
  test('gets a command for each report, and a line that counts', () => {
    expect(printGithub([full], sources)).toBe(
      '::error file=campaigns/nurture.yaml,line=6,endLine=6,col=25,endColumn=29,title=C3104 compare-type-mismatch::' +
        '"lead.score" is a number and "50" is text.%0ARemove the quotes.\n1 error in 1 of 2 files\n',
    );
    expect(printGithub([], sources)).toBe('No problems in 2 files.\n');
  });

  test('gets no columns of what goes over several lines', () => {
    const span = { file: campaign.path, start: 0, end: campaign.text.length };
    expect(printGithub([diagnosticAt(span)], sources)).toContain('line=1,endLine=9,title=');
  });

  test('cannot be given another command, or another property', () => {
    const evil = { path: 'a,line=9:%0A::b.yaml', text: 'x' };
    const message = '100 %\r\n::set-env name=PATH::x\u001b[2J';
    const printed = printGithub([diagnosticAt({ file: evil.path, start: 0, end: 1 }, { message })], [evil]);
    expect(printed.split('\n')[0]).toBe(
      '::error file=a%2Cline=9%3A%250A%3A%3Ab.yaml,line=1,endLine=1,col=1,endColumn=2,title=C3104 compare-type-mismatch::100 %25␍␊::set-env name=PATH::x␛[2J',
    );
  });

  test('is told where it will show no more', () => {
    const many = Array.from({ length: 11 }, (_, start) => diagnosticAt({ file: campaign.path, start, end: start + 1 }));
    expect(printGithub(many, sources)).toMatch(/\n11 errors in 1 of 2 files; GitHub annotates 10 of a kind at most\n$/);
  });
});

describe('JUnit', () => {
  test('has a test case for each file, failed by its errors', () => {
    const warning = diagnosticAt(placeOf(schema, 'score'), { severity: 'warning', message: 'a < b & "c"', code: 'C4106' });
    expect(printJunit([full, warning], [...sources, { path: 'ok.yaml', text: '' }])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="perennial check" tests="3" failures="1" errors="0">
  <testsuite name="perennial check" tests="3" failures="1" errors="0" skipped="0">
    <testcase classname="perennial" name="campaigns/nurture.yaml" file="campaigns/nurture.yaml">
      <failure type="error" message="1 error">campaigns/nurture.yaml:6:25: error[C3104 compare-type-mismatch] &quot;lead.score&quot; is a number and &quot;50&quot; is text.
  help: Remove the quotes.</failure>
    </testcase>
    <testcase classname="perennial" name="ok.yaml" file="ok.yaml"/>
    <testcase classname="perennial" name="schema/lead.yaml" file="schema/lead.yaml">
      <system-out>schema/lead.yaml:2:3: warning[C4106 compare-type-mismatch] a &lt; b &amp; &quot;c&quot;</system-out>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('holds no character that XML does not have', () => {
    const source = { path: 'a"<b>.yaml', text: '' };
    const printed = printJunit([diagnosticAt({ file: source.path, start: 0, end: 0 }, { message: 'a\u0000b\ud800c\uffffd ]]> e' })], [source]);
    expect(printed).toContain('name="a&quot;&lt;b&gt;.yaml"');
    expect(printed).toContain('a␀b\ufffdc\ufffdd ]]&gt; e');
  });
});

describe('the place of a report', () => {
  // A tab, a letter outside the first plane and a letter with an accent before it; lines end with CRLF.
  const source = { path: 'a.yaml', text: '\uFEFFfirst: 1\r\nx:\t"🦩 é" HERE\r\nlast: 1' };
  const here = diagnosticAt(placeOf(source, 'HERE'));

  test('is line 2 and UTF-16 column 11 in every format', () => {
    expect(printCompact([here], [source])).toMatch(/^a\.yaml:2:11: /);
    expect(printJunit([here], [source])).toContain('a.yaml:2:11: ');
    expect(printPretty([here], [source], { color: false })).toContain('--> a.yaml:2:11\n');
    expect(printGithub([here], [source])).toContain('line=2,endLine=2,col=11,endColumn=15,');
    expect(JSON.parse(printJson([here], [source])).diagnostics[0]).toMatchObject({ line: 2, column: 11, endLine: 2, endColumn: 15 });
    expect(firstRun(sarif([here], [source]))?.results[0]?.['locations']).toMatchObject([
      { physicalLocation: { region: { startLine: 2, startColumn: 11, endLine: 2, endColumn: 15 } } },
    ]);
  });

  test('is underlined where the screen shows it', () => {
    const [, , , line = '', carets = ''] = printPretty([here], [source], { color: false }).split('\n');
    expect(line).toBe('2 | x:  "🦩 é" HERE');
    // The bird takes two columns, in UTF-16 as on the screen.
    expect(carets).toBe('  |            ^^^^');
  });
});

test('JSON hides nothing and moves no cursor', () => {
  const message = 'a\u202eb\u009bc\u001b[31m\u{e0041}';
  for (const printed of [printJson([diagnosticAt(placeOf(campaign, 'hello'), { message })], sources)]) {
    expect(printed).toContain('a\\u202eb\\u009bc\\u001b[31m\\udb40\\udc41');
    expect(JSON.parse(printed).diagnostics[0].message).toBe(message);
  }
});

test('paths can be told from where the command was run', () => {
  const moved = relocated({ diagnostics: [full], suppressed: [], sources }, 'mine/');
  expect(printCompact(moved.diagnostics, moved.sources)).toMatch(/^mine\/campaigns\/nurture\.yaml:6:25: /);
  expect(JSON.stringify(moved.diagnostics)).not.toContain('"file":"campaigns');
});
