import { expect, test } from 'vitest';
import { closest, quotedList } from '../../grammar/did-you-mean.js';

test('the closest word comes first', () => {
  expect(closest('goall', ['steps', 'goals', 'goal'])).toEqual(['goal', 'goals']);
});

test('swapped letters cost one edit, other letter case one in all', () => {
  expect(closest('stpes', ['steps'])).toEqual(['steps']);
  expect(closest('GOAL', ['goal'])).toEqual(['goal']);
});

test('words too far away, and absurdly long ones, are not offered', () => {
  expect(closest('topic', ['holdout'])).toEqual([]);
  expect(closest('x'.repeat(10_000), ['goal'])).toEqual([]);
});

test('lists read as sentences do', () => {
  expect(quotedList(['a'])).toBe('"a"');
  expect(quotedList(['a', 'b', 'c'])).toBe('"a", "b" or "c"');
});
