import { expect, test } from 'vitest';
import { expressionCodes } from '../../../grammar/diagnostics/expression-codes.js';
import { grammarCodes } from '../../../grammar/diagnostics/grammar-codes.js';
import { structureCodes } from '../../../grammar/diagnostics/structure-codes.js';
import { textCodes } from '../../../grammar/diagnostics/text-codes.js';
import { yamlCodes } from '../../../grammar/diagnostics/yaml-codes.js';

test('no code stands in two catalogues, and no rule has two codes', () => {
  const parts = [yamlCodes, textCodes, expressionCodes, structureCodes].flatMap((codes) => Object.keys(codes));
  expect(Object.keys(grammarCodes)).toHaveLength(parts.length);
  const rules = Object.values(grammarCodes).map(({ rule }) => rule);
  expect(new Set(rules).size).toBe(rules.length);
});

test.each(Object.entries(grammarCodes))('%s has a kebab-case rule and a summary without names', (code, entry) => {
  expect(code).toMatch(/^C[01]\d{3}$/);
  expect(entry.rule).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  expect(entry.summary).not.toMatch(/[.]$/);
});
