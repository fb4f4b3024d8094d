import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { allCodes } from '../../../compiler/diagnostics/all-codes.js';
import { compilerCodes } from '../../../compiler/diagnostics/compiler-codes.js';
import { allRules } from '../../../compiler/rules/all-rules.js';
import { fixturesOf, printLines } from '../fixture.js';

const rules = [...new Set(Object.values(compilerCodes).map(({ rule }) => rule))].sort();

for (const rule of rules) {
  describe(rule, () => {
    for (const { name, sources, output } of fixturesOf(rule)) {
      test(name, async () => {
        const { diagnostics } = await check(sources);
        const printed = printLines(diagnostics, sources);
        await expect(printed).toMatchFileSnapshot(output);
        const itsCode = Object.entries(compilerCodes).find(([, entry]) => entry.rule === rule)?.[0];
        if (name.startsWith('err-')) expect(printed).toContain(`[${itsCode}]`);
        else expect(printed).toBe('');
      });
    }
  });
}

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

test.each(Object.entries(compilerCodes))('%s has a fixture that shows it', (_, { rule }) => {
  expect(fixturesOf(rule).some(({ name }) => name.startsWith('err-'))).toBe(true);
});

test.each(Object.entries(compilerCodes))('%s has a page', (code) => {
  expect(existsSync(file(`docs/rules/${code}.md`))).toBe(true);
});

test.each(allRules)('$rule stands in a file of its name', ({ code, rule }) => {
  expect(existsSync(file(`compiler/rules/${rule}.rule.ts`))).toBe(true);
  expect(compilerCodes[code].rule).toBe(rule);
});

test('no code and no rule name is used twice', () => {
  const names = Object.values(allCodes).map(({ rule }) => rule);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
