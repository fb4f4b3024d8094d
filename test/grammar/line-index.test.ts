import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineIndex } from '../../grammar/line-index.js';

test('lines and columns are 1-based, with LF and CRLF', () => {
  const index = createLineIndex('ab\r\ncd\n\ne');
  expect(index.position(0)).toEqual({ line: 1, column: 1 });
  expect(index.position(5)).toEqual({ line: 2, column: 2 });
  expect(index.position(8)).toEqual({ line: 4, column: 1 });
  expect([1, 2, 3, 4, 5].map(index.lineText)).toEqual(['ab', 'cd', '', 'e', '']);
});

test('a byte order mark takes no column', () => {
  const index = createLineIndex('\uFEFFab\nc');
  expect(index.position(1)).toEqual({ line: 1, column: 1 });
  expect(index.lineText(1)).toBe('ab');
  expect(index.position(4)).toEqual({ line: 2, column: 1 });
});

test('every offset lies in its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', 'é') }), fc.nat(200), (text, at) => {
      const offset = Math.min(at, text.length);
      const index = createLineIndex(text);
      const { line, column } = index.position(offset);
      expect(index.lineStart(line) + column - 1).toBe(offset);
    }),
  );
});
