import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Expression, Scalar } from '../../../compiler/plan/ir.js';
import { lower } from '../../../compiler/plan/lower.js';
import { typeOf } from '../../../compiler/types/type-of.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import { parseExpression } from '../../../grammar/expressions/parse-expression.js';
import { printExpression } from '../../../grammar/expressions/print-expression.js';
import { placeAt } from '../../../grammar/place.js';
import { evaluatorOf } from '../../../runtime/engine/conditions/condition.js';
import type { Scope } from '../../../runtime/engine/conditions/scope.js';
import { trace } from '../../../runtime/engine/conditions/trace.js';
import type { Law } from '../law.js';
import { lawOf } from '../law.js';
import { someFacts } from './facts.js';
import { lawScope } from './law-scope.js';
import { meaningOf } from './reference.js';
import { typedCondition, typedSegment } from './typed-expression.js';

/** Both ways in which the engine finds out what a condition is. */
export interface Evaluators {
  closure(plan: Expression, facts: Scope): Scalar | undefined;
  trace(plan: Expression, facts: Scope): Scalar | undefined;
}

/** The law about these evaluators. */
export function agreementOf(evaluators: Evaluators): Law {
  return lawOf(
    {
      name: 'agreement',
      promise: 'closures, traces and the reference say the same of every typed condition',
      cases: 100_000,
    },
    fc.tuple(typedCondition, someFacts, typedSegment),
    ([written, facts, cohort]) => {
      const text = printExpression(written);
      if (text.length > 3_500) return;
      const plan = planned(text, cohort);
      const meaning = meaningOf(written, { ...facts, segments: { cohort } });
      const told = () => `${text}, cohort: ${printExpression(cohort)}`;
      const [closure, traced] = [evaluators.closure(plan, facts), evaluators.trace(plan, facts)];
      if (closure !== meaning) assert.equal(closure, meaning, `closure: ${told()}`);
      if (traced !== meaning) assert.equal(traced, meaning, `trace: ${told()}`);
    },
  );
}

export const engine: Evaluators = {
  closure: (plan, facts) => evaluatorOf(plan)(facts),
  trace: (plan, facts) => trace(plan, facts).outcome,
};

export const agreement = agreementOf(engine);

/** The guard rule is about what authors mean, not about what an expression is. */
const onlyAdvice = ['C3106'];
const place = placeAt('law.yaml');

/** As `check` would have it. */
function planned(text: string, cohort: ExprAst): Expression {
  const { value: parsed, diagnostics } = parseExpression(text, place);
  assert.deepEqual(diagnostics, [], text);
  if (parsed === undefined) throw new Error(text);
  const { scope, report } = lawScope(cohort);
  assert.equal(typeOf(parsed, scope).type.kind, 'boolean', text);
  const wrong = report.diagnostics.filter(({ code }) => !onlyAdvice.includes(code));
  assert.deepEqual(wrong.map(({ message }) => message), [], text);
  return lower(parsed, scope);
}
