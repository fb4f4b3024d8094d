import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../../compiler/fixes/unified-diff.js';

const path = 'a.yaml';
const diff = (before: string, after: string) => unifiedDiff([{ path, text: before }], [{ path, text: after }]);

test('shows what changes with three lines around it', () => {
  const before = Array.from({ length: 20 }, (_, line) => `line ${line + 1}\n`).join('');
  expect(diff(before, before.replace('line 5\n', 'five\n').replace('line 19\n', ''))).toBe(`--- a/a.yaml
+++ b/a.yaml
@@ -2,7 +2,7 @@
 line 2
 line 3
 line 4
-line 5
+five
 line 6
 line 7
 line 8
@@ -16,5 +16,4 @@
 line 16
 line 17
 line 18
-line 19
 line 20
`);
});

test('is nothing where nothing changes', () => {
  expect(diff('a\n', 'a\n')).toBe('');
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 });
const text = fc.tuple(lines, fc.constantFrom('\n', '\r\n'), fc.boolean()).map(([all, end, last]) => all.join(end) + (last ? end : ''));

test('is what git applies, whatever the line breaks are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-diff-'));
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        writeFileSync(join(folder, path), before);
        execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: diff(before, after), stdio: ['pipe', 'pipe', 'pipe'] });
        expect(readFileSync(join(folder, path), 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
