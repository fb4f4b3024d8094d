import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../compiler/check.js';
import { createTemplateCache } from '../../compiler/templates/template-cache.js';
import type { Source } from '../../grammar/span.js';
import { readRepository } from './fixture.js';

const reference = readRepository('reference');
const yaml = reference.filter(({ path }) => path.endsWith('.yaml')).map(({ path }) => path);

type Edit = (lines: readonly string[]) => readonly string[];

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.nat(60).map((at) => (lines: readonly string[]) => lines.filter((_, index) => index !== at % lines.length)),
  fc.tuple(fc.nat(60), fc.nat(60)).map(([from, to]) => (lines: readonly string[]) => {
    const line = lines[from % lines.length] ?? '';
    return lines.toSpliced(to % lines.length, 0, line);
  }),
  fc.tuple(fc.nat(60), fc.nat(40), fc.constantFrom('', 'x', ' ', ':', '"', '[', '3d', 'not ', '-')).map(
    ([at, column, text]) => (lines: readonly string[]) =>
      lines.map((line, index) => (index === at % lines.length ? `${line.slice(0, column)}${text}${line.slice(column + 1)}` : line)),
  ),
);

test('whatever is done to a repository, it is judged without a throw, in order, and released only without errors', async () => {
  const templateCache = createTemplateCache();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...yaml), fc.array(edit, { minLength: 1, maxLength: 4 }), async (path, edits) => {
      const { diagnostics, release, summary } = await check(edited(path, edits), { templateCache });
      expect(release === undefined).toBe(summary.errors > 0);
      const keys = diagnostics.map(({ span }) => [span.file, span.start] as const);
      expect(keys).toEqual([...keys].sort(([one, a], [other, b]) => (one < other ? -1 : one > other ? 1 : a - b)));
      const seen = diagnostics.map(({ span, code, message }) => `${span.file}:${span.start}-${span.end}:${code}:${message}`);
      expect(new Set(seen).size).toBe(seen.length);
      for (const { span, help } of diagnostics) {
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(help ?? 'none needed').toMatch(/\S/);
      }
    }),
    { numRuns: 100 },
  );
});

function edited(path: string, edits: readonly Edit[]): readonly Source[] {
  return reference.map((source) => {
    if (source.path !== path) return source;
    return { path, text: edits.reduce((lines: readonly string[], apply) => apply(lines), source.text.split('\n')).join('\n') };
  });
}
