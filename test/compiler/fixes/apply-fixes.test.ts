import { describe, expect, test } from 'vitest';
import { applyFixes } from '../../../compiler/fixes/apply-fixes.js';
import { fixAll } from '../../../compiler/fixes/fix-all.js';
import type { Diagnostic, Fix } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { diagnosticAt } from '../print/diagnostic-fixture.js';

const file = 'a.yaml';

/** `[[start, end, text], …]` as one fix. */
function fix(edits: readonly (readonly [number, number, string])[], safety: Fix['safety'] = 'safe'): Fix {
  return { title: 'write it', safety, edits: edits.map(([start, end, text]) => ({ span: { file, start, end }, text })) };
}

function reported(...fixes: readonly Fix[]): Diagnostic {
  return diagnosticAt({ file, start: 0, end: 1 }, { fixes });
}

function applied(text: string, diagnostics: readonly Diagnostic[], safety: Fix['safety'] = 'safe') {
  const { sources, fixed } = applyFixes([{ path: file, text }], diagnostics, safety);
  return { text: sources[0]?.text, fixed: fixed.length };
}

describe('fixes', () => {
  test('are made at their places, whatever moves before them', () => {
    const fixes = [reported(fix([[0, 1, 'long word']])), reported(fix([[4, 5, '']])), reported(fix([[2, 2, '!']]))];
    expect(applied('a b c', fixes)).toEqual({ text: 'long word !b ', fixed: 3 });
  });

  test('that touch one another wait for the next round', () => {
    expect(applied('abcd', [reported(fix([[0, 2, 'x']])), reported(fix([[1, 3, 'y']]))])).toEqual({ text: 'xcd', fixed: 1 });
    expect(applied('abcd', [reported(fix([[1, 1, 'x']])), reported(fix([[1, 1, 'y']]))])).toEqual({ text: 'axbcd', fixed: 1 });
    expect(applied('abcd', [reported(fix([[0, 2, 'x']])), reported(fix([[2, 3, 'y']]))])).toEqual({ text: 'xyd', fixed: 2 });
  });

  test('are made whole or not at all', () => {
    const two = reported(fix([[0, 1, 'x'], [2, 3, 'y']]));
    expect(applied('abcd', [reported(fix([[2, 4, '!']])), two])).toEqual({ text: 'ab!', fixed: 1 });
    expect(applied('abcd', [reported(fix([[0, 2, 'x'], [1, 3, 'y']]))])).toEqual({ text: 'abcd', fixed: 0 });
    expect(applied('abcd', [reported(fix([[0, 1, 'x'], [3, 9, 'y']]))])).toEqual({ text: 'abcd', fixed: 0 });
  });

  test('that a person should look at are made only when that was asked for, the first offered', () => {
    const choice = reported(fix([[0, 1, 'x']], 'unsafe'), fix([[0, 1, 'y']], 'unsafe'));
    expect(applied('abcd', [choice])).toEqual({ text: 'abcd', fixed: 0 });
    expect(applied('abcd', [choice], 'unsafe')).toEqual({ text: 'xbcd', fixed: 1 });
    const both = reported(fix([[0, 1, 'x']], 'unsafe'), fix([[0, 1, 'y']]));
    expect(applied('abcd', [both], 'unsafe')).toEqual({ text: 'ybcd', fixed: 1 });
  });

  test('keep the line breaks of the file, its byte order mark and its missing last break', () => {
    const twoLines = reported(fix([[5, 5, 'new\n']]));
    expect(applied('\uFEFFa\r\nb\r\nc', [reported(fix([[4, 5, 'x\ny']]))])).toEqual({ text: '\uFEFFa\r\nx\r\ny\r\nc', fixed: 1 });
    expect(applied('a: 1\nb: 2', [twoLines])).toEqual({ text: 'a: 1\nnew\nb: 2', fixed: 1 });
  });

  test('leave other files alone, and the sources in order', () => {
    const other: Source = { path: 'b.yaml', text: 'b' };
    const { sources } = applyFixes([other, { path: file, text: 'a' }], [reported(fix([[0, 1, 'x']]))], 'safe');
    expect(sources).toEqual([other, { path: file, text: 'x' }]);
    expect(sources[0]).toBe(other);
  });
});

describe('round after round', () => {
  const checkWith = (next: (text: string) => readonly Diagnostic[]) => async ([source]: readonly Source[]) => ({
    diagnostics: next(source?.text ?? ''),
  });
  const start = [{ path: file, text: 'aaaa' }];

  test('mends what another fix has uncovered', async () => {
    const check = checkWith((text) => (text.includes('a') ? [reported(fix([[text.indexOf('a'), text.indexOf('a') + 1, 'b']]))] : []));
    const { sources, fixed, first, result } = await fixAll(start, check, 'safe');
    expect({ sources, fixed, first: first.diagnostics.length, left: result.diagnostics.length }).toEqual({
      sources: [{ path: file, text: 'bbbb' }],
      fixed: 4,
      first: 1,
      left: 0,
    });
  });

  test('ends where two fixes undo each other, and where they would never end', async () => {
    const circle = checkWith((text) => [reported(fix([[0, 4, text === 'aaaa' ? 'bbbb' : 'aaaa']]))]);
    expect((await fixAll(start, circle, 'safe')).fixed).toBe(1);
    const growth = checkWith(() => [reported(fix([[0, 0, 'a']]))]);
    expect((await fixAll(start, growth, 'safe')).fixed).toBe(10);
  });
});
