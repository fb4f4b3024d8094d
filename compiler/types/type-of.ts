import type { ExprAst } from '../../grammar/ast/expression.js';
import { unreachable } from '../plan/ir.js';
import { typeOfArithmetic, typeOfCompare, typeOfIn, typeOfTextTest } from './type-of-operators.js';
import { typeOfHistory, typeOfSent, typeOfTimeSince } from './type-of-history.js';
import { typeOfPath } from './type-of-path.js';
import { guards } from './guards.js';
import { guardKey, withGuards } from './scope.js';
import type { Scope } from './scope.js';
import type { Typed } from './type.js';
import { certain, errorType, inWords } from './type.js';

/**
 * The type of an expression where it stands, with everything wrong in it reported.
 *
 * What is wrong gets the type `error`, which fits everywhere: one cause, one report.
 */
export function typeOf(expression: ExprAst, scope: Scope): Typed {
  const typed = typeOfNode(expression, scope);
  checkGuard(expression, typed, scope);
  return typed;
}

/** A condition: true, false or unknown, nothing truthy. `where` names it for the sentence. */
export function checkCondition(condition: ExprAst, scope: Scope, where: string): void {
  const { type } = typeOf(condition, scope);
  if (type.kind === 'boolean' || type.kind === 'error') return;
  scope.report('C3101', condition.span, { found: inWords(type), where });
}

function typeOfNode(expression: ExprAst, scope: Scope): Typed {
  switch (expression.kind) {
    case 'number':
      return certain({ kind: 'number' });
    case 'text':
      return certain({ kind: 'text', literal: expression.value });
    case 'boolean':
      return certain({ kind: 'boolean' });
    case 'duration':
      return certain({ kind: 'duration' });
    case 'date':
      return typeOfDate(expression);
    case 'now':
      return certain({ kind: 'timestamp' });
    case 'list':
      for (const item of expression.items) typeOf(item, scope);
      return certain({ kind: 'list' });
    case 'path':
      return typeOfPath(expression, scope);
    case 'word':
      return reportWord(expression, scope);
    case 'not':
      checkCondition(expression.operand, { ...scope, denied: true }, 'What "not" denies');
      return certain({ kind: 'boolean' });
    case 'logic':
      return typeOfLogic(expression, scope);
    case 'compare':
      return typeOfCompare(expression, scope);
    case 'text-test':
      return typeOfTextTest(expression, scope);
    case 'is-set':
      // Asking whether it is there is what the guard rule wants.
      typeOfNode(expression.operand, { ...scope, denied: false });
      return certain({ kind: 'boolean' });
    case 'in':
      return typeOfIn(expression, scope);
    case 'arithmetic':
      return typeOfArithmetic(expression, scope);
    case 'history':
      return typeOfHistory(expression, scope);
    case 'sent':
      return typeOfSent(expression, scope);
    case 'time-since':
      return typeOfTimeSince(expression, scope);
    default:
      return unreachable(expression);
  }
}

/**
 * An optional value that is denied matches nobody who lacks it, which is hardly ever meant:
 * "people without a country match neither side".
 */
function checkGuard(expression: ExprAst, { optional }: Typed, scope: Scope): void {
  if (!scope.denied || !optional) return;
  const key = guardKey(expression);
  if (key === undefined || scope.guarded.has(key)) return;
  scope.report('C3106', expression.span, { name: key });
}

function typeOfLogic(expression: Extract<ExprAst, { kind: 'logic' }>, scope: Scope): Typed {
  const { operands, operator } = expression;
  for (const operand of operands) {
    // Kleene's logic knows no order, so a guard counts on either side of what it guards.
    const others = operands.filter((other) => other !== operand);
    const known = others.flatMap((other) => [...guards(other, operator === 'and', scope.denied)]);
    checkCondition(operand, withGuards(scope, known), `What "${operator}" joins`);
  }
  return certain({ kind: 'boolean' });
}

function typeOfDate({ value }: Extract<ExprAst, { kind: 'date' }>): Typed {
  return certain(value.length > 10 ? { kind: 'timestamp' } : { kind: 'date', literal: value });
}

function reportWord({ value, span }: Extract<ExprAst, { kind: 'word' }>, scope: Scope): Typed {
  const { declared } = scope;
  const meant = declared.attributes.has(value)
    ? { suggestion: `lead.${value}` }
    : declared.events.has(value)
      ? { suggestion: `did(${value} since entry)` }
      : {};
  scope.report('C2113', span, { name: value, ...meant });
  return errorType;
}
