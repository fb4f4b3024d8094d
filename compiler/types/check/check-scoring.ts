import type { ScoringAst } from '../../../grammar/ast/scoring.js';
import type { CompilerReport } from '../../diagnostics/compiler-codes.js';
import type { Declared } from '../../names/declared.js';
import { knownEvent } from '../../names/known-event.js';
import { scoringScope, underTest } from '../scope.js';
import { checkCondition } from '../type-of.js';

/** Every expression of the scoring rules. */
export function checkScoringTypes(scoring: ScoringAst, declared: Declared, report: CompilerReport): void {
  const scope = scoringScope(declared, report);
  for (const { rules } of scoring.fit) {
    for (const { when } of rules) checkCondition(when, scope, '"when"');
  }
  for (const { event, where } of scoring.pain) {
    if (!knownEvent(event, declared, report) || where === undefined) continue;
    checkCondition(where, underTest(scope, event.value), '"where"');
  }
}
