import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { allCodes } from '../../../compiler/diagnostics/all-codes.js';
import { compilerCodes } from '../../../compiler/diagnostics/compiler-codes.js';
import { allRules } from '../../../compiler/rules/all-rules.js';
import type { Rule } from '../../../compiler/rules/rule.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { fixturesOf, printLines } from '../fixture.js';

const rules = [...new Set(Object.values(compilerCodes).map(({ rule }) => rule))].sort();

for (const rule of rules) {
  describe(rule, () => {
    for (const { name, sources, output } of fixturesOf(rule)) {
      test(name, async () => {
        const printed = printLines(await found(rule, sources), sources);
        await expect(printed).toMatchFileSnapshot(output);
        const itsCode = Object.entries(compilerCodes).find(([, entry]) => entry.rule === rule)?.[0];
        if (name.startsWith('err-')) expect(printed).toContain(`[${itsCode}]`);
        else expect(printed).toBe('');
      });
    }
  });
}

/** What the version cannot run yet is no part of what a rule says. */
async function found(rule: string, sources: readonly Source[], rules?: readonly Rule[]): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await check(sources, rules === undefined ? {} : { rules });
  return diagnostics.filter((one) => one.rule === rule || one.rule !== compilerCodes.C1101.rule);
}

test.each(allRules)('without $rule its fixtures say something else', async ({ rule }) => {
  const others = allRules.filter((one) => one.rule !== rule);
  const shown = fixturesOf(rule).filter(({ name }) => name.startsWith('err-'));
  for (const { name, sources, output } of shown) {
    const printed = printLines(await found(rule, sources, others), sources);
    expect(printed, name).not.toBe(readFileSync(output, 'utf8'));
  }
});

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
