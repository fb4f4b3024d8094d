import { expect, test } from 'vitest';
import { inOrder } from '../../../runtime/engine/in-order.js';

test.each([
  ['', 'a'],
  ['B', 'a'],
  ['abc', 'abcd'],
  ['z', '\u00E4'],
  // By UTF-16 the second would come first.
  ['\uFF5E', '\u{1F431}'],
  ['\u{1F431}', '\u{1F432}'],
  [false, true],
  [-1, 0.5],
])('%j comes before %j', (one, other) => {
  expect(Math.sign(inOrder(one, other))).toBe(-1);
  expect(Math.sign(inOrder(other, one))).toBe(1);
  expect(inOrder(one, one)).toBe(0);
});
