import { lower } from '../../../compiler/plan/lower.js';
import { typeOf } from '../../../compiler/types/type-of.js';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import { placeAt } from '../../../grammar/place.js';
import { evaluatorOf } from '../../../runtime/engine/conditions/condition.js';
import { scopeForTests } from '../../compiler/types/scope-for-tests.js';
import type { CelCase } from './cel-cases.js';

export interface Outcome {
  readonly ours: string;
  /** As said by `perennial check`, or "unknown": where CEL has an error. */
  readonly refused?: string;
  readonly value?: unknown;
  readonly agrees: boolean;
}

/**
 * Prints a case in our language, checks it as `check` would, and evaluates it as the engine does.
 *
 * An error of CEL agrees with what `check` refuses, and with what is unknown. Undefined where the
 * two languages do not share what the case is about.
 */
export function runCelCase({ translation, unchecked, attributes, expected }: CelCase): Outcome | undefined {
  if (translation.kind === 'not-shared') return undefined;
  const ours = printExpression(translation.expression);
  const { value: parsed, diagnostics } = parseExpression(ours, placeAt('cel'));
  const { scope, report } = scopeForTests();
  if (parsed !== undefined) typeOf(parsed, scope);
  const [wrong] = [...diagnostics, ...report.diagnostics.filter(({ code }) => code !== 'C3106')];
  if (parsed === undefined || wrong !== undefined) {
    // Both checkers refuse it; what it would be worth unchecked is nobody's question here.
    if (unchecked && expected.kind === 'value') return undefined;
    return { ours, refused: wrong?.message ?? 'nothing', agrees: expected.kind === 'error' };
  }
  const value = evaluatorOf(lower(parsed, scope))({
    campaign: 'demo',
    attributes,
    score: { fit: 0, pain: 0 },
    now: 0,
    events: [],
    sends: [],
  });
  if (value === undefined) return { ours, refused: 'unknown', agrees: expected.kind === 'error' };
  return { ours, value, agrees: expected.kind === 'value' && same(value, expected.value) };
}

function same(ours: unknown, theirs: unknown): boolean {
  return ours === theirs || (ours === 0 && theirs === 0);
}
