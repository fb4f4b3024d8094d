import { expect, test } from 'vitest';
import type { Code } from '../../../grammar/diagnostics/code.js';
import { allCodes } from '../../../compiler/diagnostics/all-codes.js';
import type { Tagged } from './domain-numbers.js';
import { tagged, waiting } from './domain-numbers.js';

type Metadata = Pick<Code<never>, 'domain' | 'severity' | 'overridable'>;

const codes: readonly (readonly [string, Metadata])[] = Object.entries(allCodes);

/** `N-09 error` for each number that a rule names, with the severity it reports. */
const served = codes.flatMap(([, { domain = [], severity, overridable }]) =>
  domain.flatMap((number) => [`${number} ${severity}`, ...(overridable === true ? [`${number} warning`] : [])]),
);

const waits = (wanted: Tagged) => waiting[wanted] !== undefined;

test.each(tagged)('%s has a rule, or says what it waits for, and not both', (wanted) => {
  expect(served.includes(wanted)).not.toBe(waits(wanted));
});

test('no rule names a number that domain.md does not tag', () => {
  const known: readonly string[] = tagged;
  expect(served.filter((one) => !known.includes(one))).toEqual([]);
});

test('no number stands there twice', () => {
  expect(new Set(tagged).size).toBe(tagged.length);
});
