import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printText } from '../../../grammar/print/text/print-text.js';
import type { Source } from '../../../grammar/span.js';
import { readText } from '../../../grammar/text/read-text.js';
import type { TextKind } from '../../../grammar/text/surface.js';
import { codesAndPlaces, fixed } from '../reports.js';
import { wearyParts } from './weary-parts.js';

function file(text: string): Source {
  return { path: 'x.campaign', text };
}

function reports(text: string, kind: TextKind = 'campaign'): string[] {
  return codesAndPlaces(file(text), readText(file(text), kind).diagnostics);
}

test('the example of the language reads as it stands, and prints one statement a line', () => {
  const source = file(readFileSync(new URL('readable.campaign', import.meta.url), 'utf8'));
  const { value, diagnostics } = readText(source, 'campaign');
  expect(diagnostics).toEqual([]);
  expect(value === undefined ? undefined : printText(value, 'campaign')).toEqual({ text: source.text, losses: [] });
});

describe('mistakes are reported once, at their place', () => {
  test.each([
    ['an unknown statement', 'campaign x\nfrobnicate all of this\nkind welcome', ['C0201 at "frobnicate"']],
    ['a slip, and what stands behind it is read', 'campaign x\nsned hello after 2d', ['C0201 at "sned"']],
    ['a slip of a clause', 'send hello wehn lead.x', ['C0201 at "wehn"']],
    ['a key with an underscore', 'wait x for y at_most 3d', ['C0201 at "at_most"']],
    ['a way in without a beginning', 'enter signed_up\nkind welcome', ['C0201 at "signed_up"']],
    ['a brace that is never closed', 'wait x for y {\n  send z\n', ['C0202 at "z"']],
    ['a brace missing before a statement of the campaign', 'wait x for y {\n  send z\ngoal a within 2d', ['C0202 at "goal"']],
    ['a brace missing before else', 'if a when lead.x {\n  send b\nelse {\n  send c\n}', ['C0202 at "else"']],
    ['a bracket that is never closed', 'playlist x [a, b\n', ['C0202 at "b"']],
    ['a brace too many', 'send a }\nsend b', ['C0203 at "}"']],
    ['text that belongs to nothing', '17 monkeys\nsend b', ['C0203 at "17 monkeys"']],
    ['braces behind a step that has none', 'send a { send b }\nsend c', ['C0203 at "{ send b }"']],
    ['a colon', 'kind: welcome', ['C0204 at ":"']],
    ['a case without braces', 'branch b on lead.plan {\n  free send a\n  pro { send b }\n}', ['C0205 at "free"']],
    ['a list without brackets', 'playlist x a, b', ['C0205 at "x"']],
    ['a text that is never closed', 'campaign x "abc\nkind welcome', ['C0203 at ""abc"']],
    ['a clause twice', 'send a after 2d after 3d', ['C0011 at "after"']],
    ['a statement twice', 'kind a\nkind b', ['C0011 at "kind"']],
    ['nothing', '# only a comment\n', ['C0013 at ""']],
    ['too deep a nest', 'if a when b {'.repeat(65), ['C0003 at "{"']],
    [
      'several at once',
      'kidn welcome\nsend a at: 09:00\nwait b {\n  sned c\n}\n)\nsend d wehn lead.x',
      ['C0201 at "kidn"', 'C0204 at ":"', 'C0201 at "sned"', 'C0203 at ")"', 'C0201 at "wehn"'],
    ],
  ])('%s', (_, text, expected) => {
    expect(reports(text)).toEqual(expected);
  });

  test.each([
    ['scoring', 'ready 100\nfit title { 25 if lead.x }\npian a 3 on b', ['C0201 at "pian"']],
    ['scoring', 'fit title 25 when lead.x', ['C0205 at "title"']],
    ['segments', 'segment a wehn lead.x\nsegmnt b when lead.y', ['C0201 at "wehn"', 'C0201 at "segmnt"']],
    ['tests', 'test "a" campaign b {\n  expect snet hello\n  expect left goal\n', ['C0201 at "snet"', 'C0202 at "goal"']],
  ] as const)('in %s', (kind, text, expected) => {
    expect(reports(text, kind)).toEqual(expected);
  });

  test('a missing brace names the one that is open', () => {
    const source = file('wait x for y {\n  send z\n');
    const [diagnostic] = readText(source, 'campaign').diagnostics;
    expect(diagnostic?.labels.map(({ span }) => source.text.slice(span.start, span.end))).toEqual(['{']);
  });

  test.each([
    ['kind: welcome', 'kind welcome'],
    ['sned hello', 'send hello'],
    ['wait x for y at_most 3d', 'wait x for y at most 3d'],
  ])('the fix of %s mends it', (text, mended) => {
    expect(fixed(file(text), readText(file(text), 'campaign').diagnostics)).toBe(mended);
    expect(reports(mended)).toEqual([]);
  });
});

test.each([
  ['a word that an operator demands', 'send a when lead.x is set and lead in campaign end\nset b lead.y to 1', 2],
  ['the first word of a value', 'kind goal\nsend send\nsend end after 2d', 2],
  ['a head behind a head', 'enter every year on lead.birthday 09:00\nsend a', 1],
  ['an after of its own', 'split s best clicked(a ever) after 2d else x after 1d { }', 1],
  ['a key of the campaign behind its steps', 'send a\nemail topic b\nsend c', 2],
])('%s is no key', (_, text, steps) => {
  const { value, diagnostics } = readText(file(text), 'campaign');
  expect(diagnostics).toEqual([]);
  const list = value?.entries.find(({ key }) => key.value === 'steps')?.value;
  expect(list?.kind === 'sequence' ? list.items : []).toHaveLength(steps);
});

const fragment = fc.oneof(
  fc.constantFrom(
    '"', "'", '\n', '\r\n', '\t', ' ', '#', '{', '}', '[', ']', ',', '(', ')', ':', '- ', '=', '50%', ' at most ', ' else ', ' send ',
    ' enter on ', ' when ', ' in flight ', ' fit ', ' test "x" ', ' expect ', '\uFEFF', '\u0000', '😀', '\ud800', '__proto__', 'constructor ',
  ),
  fc.string({ maxLength: 5 }),
);
const change = fc.record({ at: fc.nat(3000), drop: fc.nat(12), insert: fragment });

test.each([
  ['campaign', '03-steps.campaign'],
  ['campaign', '02-ways-in.campaign'],
  ['scoring', '04-scoring.scoring'],
  ['segments', '05-segments.segments'],
  ['tests', '06-tests.tests'],
] as const)('whatever is done to a file of the kind %s, it is read or reported, within itself (%s)', (kind, name) => {
  const original = readFileSync(new URL(`pairs/${name}`, import.meta.url), 'utf8');
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const text = changes.reduce((result, { at, drop, insert }) => {
        const start = at % (result.length + 1);
        return result.slice(0, start) + insert + result.slice(start + drop);
      }, original);
      const { value, diagnostics } = readText({ path: name, text }, kind);
      if (value === undefined) expect(diagnostics.length).toBeGreaterThan(0);
      for (const { span, labels, fixes, message } of diagnostics) {
        for (const place of [span, ...labels.map((label) => label.span), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))]) {
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeGreaterThanOrEqual(place.start);
          expect(place.end).toBeLessThanOrEqual(text.length);
        }
        expect(message).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 200 },
  );
});

// A megabyte of each is a law: npm run laws -- endurance.
test('a long file of one part over and over is done in no time', () => {
  for (const part of wearyParts) {
    const start = performance.now();
    readText(file(part.repeat(40_000 / part.length)), 'campaign');
    expect(performance.now() - start, part).toBeLessThan(5_000);
  }
});
