import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Source } from '../../../grammar/span.js';
import { parseYaml } from '../../../grammar/yaml/parse-yaml.js';
import type { TreeScalar } from '../../../grammar/tree/tree-node.js';

const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;

const word = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_.()]{0,9}$/),
  fc.constantFrom('"x y"', "it's", '>=', 'é', '\\n', '\\', '😀', 'ä#', "''", '""', '\u00a0', '\u0007', '#a', ':b'),
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '  ', '\n', '\n\n')), { minLength: 1, maxLength: 25 })
  .map((parts) => parts.map(([part, gap]) => part + gap).join('').trim());

const layout = fc.record({
  style: fc.constantFrom(...styles),
  lineWidth: fc.constantFrom(0, 20, 40, 80),
  crlf: fc.boolean(),
  mark: fc.boolean(),
  indent: fc.constantFrom(2, 4),
});

test('every token of a scalar is found where the file has it, in all five styles', () => {
  let compared = 0;
  fc.assert(
    fc.property(text, layout, (value, { style, lineWidth, crlf, mark, indent }) => {
      const options = { defaultStringType: style, lineWidth, indent };
      const lines = `${mark ? '\uFEFF' : ''}${stringify({ first: 1, deep: { when: value, next: 2 } }, options)}`;
      const source = { path: 'x.yaml', text: crlf ? lines.replaceAll('\n', '\r\n') : lines };
      const scalar = deepWhen(source);
      // The library's printer adds and drops line breaks at times, but nothing else.
      expect(scalar?.text.replace(/\s/g, '')).toBe(value.replace(/\s/g, ''));
      if (scalar === undefined) return;
      for (const { 0: token, index } of scalar.text.matchAll(/\S+/g)) {
        const { start, end } = scalar.place(index, index + token.length);
        const written = source.text.slice(start, end);
        expect(cooked(written, scalar.style)).toBe(token);
        compared += 1;
      }
    }),
    { numRuns: 4000 },
  );
  expect(compared).toBeGreaterThan(10_000);
});

test('escapes that stand for two units, for white space and for nothing keep the places right', () => {
  const source = { path: 'x.yaml', text: 'deep:\n  when: "\\U0001F600 a\\tb \\x41c\\\n    d \\"e\\""\n' };
  const scalar = deepWhen(source);
  expect(scalar?.text).toBe('😀 a\tb Acd "e"');
  const at = (token: string) => {
    const start = scalar?.text.indexOf(token) ?? -1;
    const span = scalar?.place(start, start + token.length);
    return source.text.slice(span?.start, span?.end);
  };
  expect(['😀', 'a', 'b', 'A', 'd', '"e"'].map(at)).toEqual(['\\U0001F600', 'a', 'b', '\\x41', 'd', '\\"e\\"']);
});

function deepWhen(source: Source): TreeScalar | undefined {
  const deep = parseYaml(source).value?.entries.find(({ key }) => key.value === 'deep')?.value;
  const when = deep?.kind === 'mapping' ? deep.entries.find(({ key }) => key.value === 'when')?.value : undefined;
  return when?.kind === 'scalar' ? when : undefined;
}

/** What a stretch of source within one token stands for. */
function cooked(written: string, style: TreeScalar['style']): string {
  if (style === 'single') return written.replaceAll("''", "'");
  if (style !== 'double') return written;
  // Long texts are folded with an escaped line break in the middle of a word.
  const joined = written.replace(/\\\r?\n[ \t]*\\?/g, (gap) => (gap.endsWith('\\') ? '\\' : ''));
  return String(JSON.parse(`"${joined.replace(/\\_/g, '\u00a0').replace(/\\a/g, '\\u0007')}"`));
}
