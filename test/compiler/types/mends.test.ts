import { expect, test } from 'vitest';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { placeAt } from '../../../grammar/place.js';
import type { Fix } from '../../../grammar/diagnostics/diagnostic.js';
import { typeOf } from '../../../compiler/types/type-of.js';
import { scopeForTests } from './scope-for-tests.js';

test.each([
  ['lead.maybe != "a"', ['lead.maybe is set and lead.maybe != "a"', 'lead.maybe is not set or lead.maybe != "a"']],
  [
    'lead.staff and lead.maybe != "a"',
    ['lead.staff and lead.maybe is set and lead.maybe != "a"', 'lead.staff and (lead.maybe is not set or lead.maybe != "a")'],
  ],
  [
    'lead.staff or not (lead.maybe == "a")',
    ['lead.staff or (lead.maybe is set and not (lead.maybe == "a"))', 'lead.staff or lead.maybe is not set or not (lead.maybe == "a")'],
  ],
  ['lead.maybe not in ["a", "b"]', ['lead.maybe is set and lead.maybe not in ["a", "b"]', 'lead.maybe is not set or lead.maybe not in ["a", "b"]']],
  ['time since order_placed > 3', ['time since order_placed > 3d', 'time since order_placed > 3h']],
  ['lead.size > "3"', ['lead.size > 3']],
  ['lead.size in 1000..50', ['lead.size in 50..1000']],
  ['account in big', ['lead in big']],
  ['lead in bgi', ['lead in big']],
])('%s is mended', (text, wanted) => {
  const { mended, again } = mend(text);
  expect(mended).toEqual(wanted);
  expect(again.flat()).toEqual([]);
});

/** The text with each fix of each report, and what is still wrong then. */
function mend(text: string): { readonly mended: readonly string[]; readonly again: readonly (readonly string[])[] } {
  const mended = judge(text).flatMap(({ fixes }) => fixes.map((fix) => applied(text, fix)));
  return { mended, again: mended.map((one) => judge(one).map(({ code }) => code)) };
}

function judge(text: string) {
  const { value, diagnostics } = parseExpression(text, placeAt('test.yaml'));
  expect(diagnostics).toEqual([]);
  const { scope, report } = scopeForTests();
  const before = report.diagnostics.length;
  if (value !== undefined) typeOf(value, scope);
  return report.diagnostics.slice(before);
}

function applied(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce((whole, { span, text: put }) => whole.slice(0, span.start) + put + whole.slice(span.end), text);
}
