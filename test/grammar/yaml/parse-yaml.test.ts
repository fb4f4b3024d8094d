import { expect, test } from 'vitest';
import type { Source } from '../../../grammar/span.js';
import { parseYaml } from '../../../grammar/yaml/parse-yaml.js';
import { codesAndPlaces, fixed } from '../reports.js';

function file(text: string): Source {
  return { path: 'x.yaml', text };
}

function reports(text: string): string[] {
  return codesAndPlaces(file(text), parseYaml(file(text)).diagnostics);
}

function mended(text: string): string {
  return fixed(file(text), parseYaml(file(text)).diagnostics);
}

test('an ordinary file has nothing to report', () => {
  expect(reports('a: 1 # comment\nb:\n  - x\n  - { c: d, e: [f, g] }\n')).toEqual([]);
});

test.each([
  ['anchors', 'a: &x 1', ['C0004 at "&x"']],
  ['aliases', 'a: *x', ['C0005 at "*x"']],
  ['tags', 'a: !!binary x', ['C0006 at "!!binary"']],
  ['tags that were meant as a negation', 'when: !lead.x', ['C0006 at "!lead.x"']],
  ['merge keys', '<<: { a: 1 }', ['C0007 at "<<"']],
  ['directives', '%YAML 1.1\n---\na: no', ['C0008 at "%YAML 1.1"']],
  ['a second document', 'a: 1\n---\nb: &x 2', ['C0009 at "---"']],
  ['complex keys', '? [a]\n: b', ['C0010 at "[a]"']],
  ['keys that are missing', ': x', ['C0010 at ":"']],
  // Nothing stands behind the last character, and nothing is underlined there.
  ['keys that are missing at the end of the file', 'a: 1\n?', ['C0010 at ""']],
  ['keys that are written twice', 'a: 1\nb: 2\n"a": 3', ['C0011 at ""a""']],
  ['lists', '- a\n- b', ['C0012 at "- a"']],
  ['single values', 'hello', ['C0012 at "hello"']],
  ['emptiness', '# only a comment\n', ['C0013 at ""']],
  ['tabs as indentation', 'a:\n\tb: 1', ['C0014 at "\t"']],
  ['values that begin with {{', 'a: {{ x }} y # c', ['C0015 at "{{ x }} y # c"']],
  ['values that are nothing but {{ }}', 'a: {{ x }}', ['C0015 at "{{ x }}"']],
  ['brackets that end a value in { }', 'a: { when: lead.x in ["a"], b: c }', ['C0016 at "["']],
  ['commas that split a value silently', 'a: { when: f(a, b), c: d }', ['C0016 at "f(a, b)"']],
  ['commas that split a list’s item silently', 'a: [f(a, b), c]', ['C0016 at "f(a, b)"']],
  ['colons inside a value', 'subject: Re: hello', ['C0018 at "Re: hello"']],
  ['text behind a quote', 'when: "x" == lead.y', ['C0019 at "== lead.y"']],
  ['reserved first characters', 'a: @x', ['C0020 at "@"']],
  ['quotes that are never closed', 'a: "x\nb: 1\n', ['C0021 at """']],
])('%s are reported at their place', (_, text, expected) => {
  expect(reports(text)).toEqual(expected);
});

test.each([
  ['when: !lead.x', 'when: not lead.x'],
  ['a: {{ x }} y', "a: '{{ x }} y'"],
  ['subject: Re: hello # c', "subject: 'Re: hello' # c"],
  ['when: "x" == lead.y', "when: '\"x\" == lead.y'"],
  ['a: { when: f(a, b), c: d }', "a: { when: 'f(a, b)', c: d }"],
])('the fix of %s makes it readable', (text, expected) => {
  expect(mended(text)).toBe(expected);
  expect(reports(expected)).toEqual([]);
});

test('a duplicate key says where the first one stands', () => {
  const source = file('\uFEFFa: 1\nb:\n  c: 1\n  c: 2\na: 2\n');
  const { diagnostics, value } = parseYaml(source);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '"c" stands here twice, first defined at 3:3.',
    '"a" stands here twice, first defined at 1:1.',
  ]);
  expect(diagnostics.map(({ labels }) => labels[0]?.span.start)).toEqual([11, 1]);
  expect(value?.entries.map(({ key }) => source.text.slice(key.span.start, key.span.end))).toEqual(['a', 'b']);
});

test('a key without a value is empty, and its place is the key', () => {
  const source = file('a:\n  - x\n  -\nbcd:\ne: ~');
  const [list, bare, tilde] = parseYaml(source).value?.entries.map(({ value }) => value) ?? [];
  const second = list?.kind === 'sequence' ? list.items[1] : undefined;
  const slices = [second, bare, tilde].map((node) => [node?.kind, source.text.slice(node?.span.start, node?.span.end)]);
  expect(slices).toEqual([['empty', '-'], ['empty', 'bcd'], ['empty', '~']]);
});

test('keys of every JavaScript object are keys like any other', () => {
  const { value } = parseYaml(file('__proto__: 1\nconstructor: 2\ntoString: 3'));
  expect(value?.entries.map(({ key }) => key.value)).toEqual(['__proto__', 'constructor', 'toString']);
});

test.each([
  ['a megabyte of text', 'x'.repeat(1024 * 1024 + 1), 'C0002'],
  ['ten thousand brackets', '['.repeat(10_000), 'C0003'],
  ['ten thousand dashes on a line', '- '.repeat(10_000), 'C0003'],
  ['a hundred keys on a line', '{a: '.repeat(100), 'C0003'],
  ['half a megabyte of commas', `[${','.repeat(500_000)}`, 'C0022'],
])('%s ends the reading early with one report', (_, text, code) => {
  const { diagnostics } = parseYaml(file(text));
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test('64 levels are not too deep', () => {
  expect(reports(`a: ${'['.repeat(63)}${']'.repeat(63)}`)).toEqual([]);
  expect(reports(`a: ${'['.repeat(64)}${']'.repeat(64)}`)[0]).toMatch(/^C0003/);
});

test('a thousand bans are not a thousand reports', () => {
  expect(parseYaml(file('- &a b\n'.repeat(1000))).diagnostics).toHaveLength(100);
});
