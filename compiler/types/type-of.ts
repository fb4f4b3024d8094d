import type { ExprAst } from '../../grammar/ast/expression.js';
import { unreachable } from '../plan/ir.js';
import { guards } from './guards.js';
import { denying, guardKey, joined, withGuards } from './scope.js';
import type { Scope } from './scope.js';
import { typeOfCall } from './type-of-call.js';
import { typeOfHistory, typeOfSequence, typeOfTimeSince } from './type-of-history.js';
import { typeOfMember } from './type-of-member.js';
import { typeOfMessage } from './type-of-message.js';
import { typeOfArithmetic, typeOfCompare, typeOfIn, typeOfTextTest } from './type-of-operators.js';
import { typeOfPath } from './type-of-path.js';
import { reportUnguarded } from './unguarded.js';
import type { Typed } from './type.js';
import { certain, errorType, inWords } from './type.js';

/**
 * The type of an expression where it stands, with everything wrong in it reported.
 *
 * What is wrong gets the type `error`, which fits everywhere: one cause, one report.
 */
export function typeOf(expression: ExprAst, scope: Scope): Typed {
  const typed = typeOfNode(expression, scope);
  const key = guardKey(expression);
  if (typed.optional && key !== undefined) reportUnguarded(expression, key, scope);
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
    case 'range':
      // Behind "in" its ends are judged one by one; anywhere else it is no value.
      return certain({ kind: 'list' });
    case 'path':
      return typeOfPath(expression, scope);
    case 'word':
      return reportWord(expression, scope);
    case 'not':
      checkCondition(expression.operand, denying(scope, expression.span), 'What "not" denies');
      return certain({ kind: 'boolean' });
    case 'logic':
      return typeOfLogic(expression, scope);
    case 'compare':
      return typeOfCompare(expression, scope);
    case 'text-test':
      return typeOfTextTest(expression, scope);
    case 'is-set': {
      // Asking whether it is there is what the guard rule wants.
      const { denied: _denied, ...asking } = scope;
      typeOfNode(expression.operand, asking);
      return certain({ kind: 'boolean' });
    }
    case 'in':
      return typeOfIn(expression, scope);
    case 'member':
      return typeOfMember(expression, scope);
    case 'arithmetic':
      return typeOfArithmetic(expression, scope);
    case 'history':
      return typeOfHistory(expression, scope);
    case 'message':
      return typeOfMessage(expression, scope);
    case 'sequence':
      return typeOfSequence(expression, scope);
    case 'time-since':
      return typeOfTimeSince(expression, scope);
    case 'call':
      return typeOfCall(expression, scope);
    default:
      return unreachable(expression);
  }
}

function typeOfLogic(expression: Extract<ExprAst, { kind: 'logic' }>, scope: Scope): Typed {
  const { operands, operator } = expression;
  for (const operand of operands) {
    // Kleene's logic knows no order, so a guard counts on either side of what it guards.
    const others = operands.filter((other) => other !== operand);
    const known = others.flatMap((other) => [...guards(other, operator === 'and', scope.denied !== undefined)]);
    checkCondition(operand, joined(withGuards(scope, known), operator), `What "${operator}" joins`);
  }
  return certain({ kind: 'boolean' });
}

function typeOfDate({ value }: Extract<ExprAst, { kind: 'date' }>): Typed {
  return certain(value.length > 10 ? { kind: 'timestamp' } : { kind: 'date', literal: value });
}

function reportWord({ value, span }: Extract<ExprAst, { kind: 'word' }>, { declared, report }: Scope): Typed {
  report('C2113', span, { name: value, ...meantBy() });
  return errorType;

  function meantBy(): { readonly suggestion?: string } {
    if (declared.attributes.has(value)) return { suggestion: `lead.${value}` };
    if (declared.accountAttributes.has(value)) return { suggestion: `account.${value}` };
    if (declared.segments.has(value)) return { suggestion: `lead in ${value}` };
    if (declared.events.has(value)) return { suggestion: `did(${value} since entry)` };
    return {};
  }
}
