import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../compiler/plan/canonical-json.js';

test('keys are sorted at every depth, and what is undefined is not there', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 'x' }], a: undefined, aa: null })).toBe('{"aa":null,"b":[{"c":"x","d":1}]}');
});

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order in which keys were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
    }),
  );
});
