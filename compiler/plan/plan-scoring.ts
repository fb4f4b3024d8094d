import type { AccountScoreAst, PainRuleAst, ScoringAst } from '../../grammar/ast/scoring.js';
import { rollingMs } from '../../grammar/duration.js';
import { createCompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from '../names/declared.js';
import type { Scope } from '../types/scope.js';
import { scoringScope, underTest } from '../types/scope.js';
import type { PainRule, ScoringPlan } from './ir.js';
import { lower } from './lower.js';

/** The plan of scoring rules that were checked without errors. */
export function planScoring(scoring: ScoringAst, declared: Declared): ScoringPlan {
  const scope = scoringScope(declared, createCompilerReport());
  const limits = new Map(scoring.limits.map(({ name, points }) => [name.value, points.value]));
  return {
    ready: scoring.ready?.value ?? 100,
    fit: scoring.fit.map(({ name, rules }) => ({
      name: name.value,
      rules: rules.map(({ points, when }) => ({ points: points.value, when: lower(when, scope) })),
    })),
    pain: scoring.pain.map((rule) => planPain(rule, limits.get(rule.name.value), scope)),
    ...(scoring.account === undefined ? {} : { account: planAccount(scoring.account) }),
  };
}

function planPain(rule: PainRuleAst, limit: number | undefined, scope: Scope): PainRule {
  const { name, points, event, where, once, perDay, fades } = rule;
  return {
    name: name.value,
    points: points.value,
    event: event.value,
    ...(where === undefined ? {} : { where: lower(where, underTest(scope, event.value)) }),
    once,
    ...(perDay === undefined ? {} : { perDay: perDay.value }),
    ...(limit === undefined ? {} : { limit }),
    ...(fades === undefined ? {} : { fadesMs: rollingMs(fades.value) }),
  };
}

function planAccount({ fit, pain, perPerson }: AccountScoreAst): Exclude<ScoringPlan['account'], undefined> {
  return {
    fit: fit.value,
    pain: pain.value,
    ...(perPerson === undefined ? {} : { perPerson: perPerson.value }),
  };
}
