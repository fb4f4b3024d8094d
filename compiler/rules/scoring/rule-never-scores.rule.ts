import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { FitFactorAst } from '../../../grammar/ast/scoring.js';
import type { Span } from '../../../grammar/span.js';
import { scoringRule } from '../rule.js';

/** A rule that never gives points looks as if something were scored. */
export const ruleNeverScores = scoringRule('C8114', ({ scoring, report }) => {
  for (const factor of scoring.fit) {
    for (const { span, because } of silentFit(factor)) report(span, { factor: factor.name.value, because });
  }
  const limits = new Map(scoring.limits.map(({ name, points }) => [name.value, points]));
  for (const { name, points, perDay } of scoring.pain) {
    const limit = limits.get(name.value);
    if (points.value === 0) report(points.span, { factor: name.value, because: 'it says 0' });
    else if (perDay?.value === 0) report(perDay.span, { factor: name.value, because: 'it counts 0 times a day' });
    else if (limit !== undefined && limit.value <= 0 && points.value > 0) {
      report(limit.span, { factor: name.value, because: `its limit is ${limit.value}` });
    }
  }
});

interface Silent {
  readonly span: Span;
  readonly because: string;
}

/** The first match counts, so what an earlier line matches never gets to a later one. */
function silentFit({ rules }: FitFactorAst): readonly Silent[] {
  const seen = new Map<string, Set<string>>();
  return rules.flatMap(({ when, points }) => {
    const asked = valuesAsked(when);
    if (asked === undefined) return [];
    const taken = seen.get(asked.of) ?? new Set<string>();
    const because = 'an earlier line of it matches first';
    const silent = asked.values.every((value) => taken.has(value));
    for (const value of asked.values) taken.add(value);
    seen.set(asked.of, taken);
    return silent ? [{ span: points.span, because }] : [];
  });
}

/** The attribute and the values of `== "vp"` and `in ["c_level", "vp"]`. */
function valuesAsked(when: ExprAst): { readonly of: string; readonly values: readonly string[] } | undefined {
  const equals = when.kind === 'compare' && when.operator === '==';
  const among = when.kind === 'in' && !when.negated && when.right.kind === 'list';
  if (!(equals || among) || when.left.kind !== 'path') return undefined;
  const literals = when.right.kind === 'list' ? when.right.items : [when.right];
  const values = literals.flatMap((literal) =>
    literal.kind === 'text' || literal.kind === 'number' || literal.kind === 'boolean' ? [`${literal.kind} ${literal.value}`] : [],
  );
  if (values.length === 0 || values.length < literals.length) return undefined;
  return { of: `${when.left.root.value}.${when.left.name.value}`, values };
}
