import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import { depthOf, partsOf } from '../../../grammar/expressions/depth.js';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import { placeAt } from '../../../grammar/place.js';
import { arbitraryExpression } from '../arbitrary-expression.js';

const runs = { numRuns: 2000 };
const place = placeAt('x.yaml');
const printable = arbitraryExpression.filter((ast) => depthOf(ast) <= 40 && printExpression(ast).length <= 3500);

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(printable, (ast) => {
      const printed = printExpression(ast);
      const { value, diagnostics } = parseExpression(printed, place);
      expect(diagnostics.map(({ message }) => message), printed).toEqual([]);
      expect(withoutSpans(value)).toEqual(withoutSpans(ast));
    }),
    runs,
  );
});

test('every part’s span, cut out of the text, parses to that part', () => {
  fc.assert(
    fc.property(printable, (ast) => {
      const text = printExpression(ast);
      const { value } = parseExpression(text, place);
      for (const part of value === undefined ? [] : everyPart(value)) {
        // A range stands only behind `in`.
        if (part.kind === 'range') continue;
        const slice = text.slice(part.span.start, part.span.end);
        expect(withoutSpans(parseExpression(slice, place).value)).toEqual(withoutSpans(part));
      }
    }),
    { numRuns: 500 },
  );
});

test('printing keeps only the parentheses that are needed', () => {
  const print = (text: string) => {
    const { value } = parseExpression(text, place);
    return value === undefined ? undefined : printExpression(value);
  };
  expect(print('((lead.a)) and ((lead.b or (not lead.c)))')).toBe('lead.a and (lead.b or not lead.c)');
  expect(print('lead.a - (lead.b - (lead.c * 2))')).toBe('lead.a - (lead.b - lead.c * 2)');
});

function everyPart(ast: ExprAst): readonly ExprAst[] {
  return [ast, ...partsOf(ast).flatMap(everyPart)];
}

function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, part: unknown) => (/^(?:span|operatorSpan)$/.test(key) ? undefined : part)));
}
