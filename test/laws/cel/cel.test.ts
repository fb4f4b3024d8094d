import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { celCases } from './cel-cases.js';
import { runCelCase } from './run-cel-case.js';

const cases = celCases();
const shared = cases.flatMap((one) => {
  const outcome = runCelCase(one);
  return outcome === undefined ? [] : [{ ...one, outcome }];
});
const deviating = shared.filter(({ outcome }) => !outcome.agrees);
const classes = readClasses();

// A case is shared when all it uses exists in our language: literals and variables that are numbers,
// texts, truths, moments or lengths; and, or, not; comparisons; `in` a list of literals; the tests
// of texts; texts that are joined; arithmetic of numbers and times. Where the types do not fit, the
// case is still shared: then CEL has to have an error.
describe('the official CEL suite, printed in our language', () => {
  test('shares so many cases with it', () => {
    expect({ stated: cases.length, shared: shared.length }).toEqual({ stated: 2212, shared: 559 });
    expect(shared.length - deviating.length).toBe(529);
  });

  test('means the same, but for the deviations that are listed', () => {
    const listed = classes.flatMap((one) => one.cases);
    expect(deviating.map(({ name }) => name).toSorted()).toEqual(listed.toSorted());
    expect(Object.fromEntries(classes.map(({ name, cases: of }) => [name, of.length]))).toEqual({
      'division-by-zero': 8,
      'number-too-large': 2,
      int64: 9,
      uint: 5,
      'range-of-time': 5,
      'mixed-list': 1,
    });
    expect(listed.length).toBeLessThanOrEqual(60);
  });

  test('deviates nowhere in logic, comparisons or texts', () => {
    // Where a comparison divides by zero it is the division that deviates; and one list has two types.
    const others = deviating.filter(({ cel, name }) => !/\/ ?0\.0/.test(cel) && !name.startsWith('comparisons/in_list_literal/'));
    const folders = others.map(({ name }) => name.split('/')[0] ?? '');
    expect([...new Set(folders)].toSorted()).toEqual(['fp_math', 'integer_math', 'timestamps']);
    for (const { reason } of classes) expect(reason).toMatch(/\w.*\.$/);
  });
});

function readClasses(): readonly { readonly name: string; readonly reason: string; readonly cases: readonly string[] }[] {
  const written: unknown = parse(readFileSync(new URL('./deviations.yaml', import.meta.url), 'utf8'));
  if (typeof written !== 'object' || written === null) throw new Error('deviations.yaml is no list of classes');
  return Object.entries(written).map(([name, value]: [string, unknown]) => {
    const { reason, cases: names }: { reason?: unknown; cases?: unknown } = typeof value === 'object' && value !== null ? value : {};
    if (typeof reason !== 'string' || !Array.isArray(names)) throw new Error('a class has a reason and cases');
    return { name, reason, cases: names.map(String) };
  });
}
