import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { allCodes } from '../../../compiler/diagnostics/all-codes.js';
import { compilerCodes } from '../../../compiler/diagnostics/compiler-codes.js';
import { allRules } from '../../../compiler/rules/all-rules.js';
import type { Rule } from '../../../compiler/rules/rule.js';
import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { fixtureFolders, fixturesOf, printLines } from '../fixture.js';

const rules = [...new Set(Object.values(compilerCodes).map(({ rule }) => rule))].sort();

for (const rule of rules) {
  describe(rule, () => {
    for (const { name, sources, output } of fixturesOf(rule)) {
      test(name, async () => {
        const printed = printLines(await found(sources), sources);
        await expect(printed).toMatchFileSnapshot(output);
        const itsCode = Object.entries(compilerCodes).find(([, entry]) => entry.rule === rule)?.[0];
        if (name.startsWith('err-')) expect(printed).toContain(`[${itsCode}]`);
        else expect(printed).toBe('');
      });
    }
  });
}

async function found(sources: readonly Source[], rules?: readonly Rule[]): Promise<readonly Diagnostic[]> {
  return (await check(sources, rules === undefined ? {} : { rules })).diagnostics;
}

test.each(allRules)('without $rule its fixtures say something else', async ({ rule }) => {
  const others = allRules.filter((one) => one.rule !== rule);
  const shown = fixturesOf(rule).filter(({ name }) => name.startsWith('err-'));
  for (const { name, sources, output } of shown) {
    const printed = printLines(await found(sources, others), sources);
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

const ruleFiles = filesBelow('compiler/rules/').filter((path) => path.endsWith('.rule.ts'));

test.each(allRules)('$rule stands in a file of its name, and its fixtures in a folder of the same theme', ({ code, rule }) => {
  const theme = basename(dirname(fixtureFolders.get(rule) ?? ''));
  expect(ruleFiles).toContain(`${theme}/${rule}.rule.ts`);
  expect(compilerCodes[code].rule).toBe(rule);
});

test('every file of a rule is in the table', () => {
  expect(ruleFiles.map((path) => basename(path, '.rule.ts')).toSorted()).toEqual(allRules.map(({ rule }) => rule).toSorted());
});

test('a theme is small enough to be looked through', () => {
  for (const theme of new Set(ruleFiles.map((path) => dirname(path)))) {
    expect(ruleFiles.filter((path) => dirname(path) === theme).length, theme).toBeLessThanOrEqual(20);
  }
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(file(folder), { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
}

test('no code and no rule name is used twice', () => {
  const names = Object.values(allCodes).map(({ rule }) => rule);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
