import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { AtAst } from '../../../grammar/ast/moment.js';
import type { Scope } from '../scope.js';
import { typeOf } from '../type-of.js';
import { inWords } from '../type.js';

export function checkAt({ anchor }: AtAst, scope: Scope): void {
  if (anchor.kind === 'date') checkDate(anchor.date, 'at', scope);
}

/** A date or a moment, of the lead, the account or the calendar. */
export function checkDate(date: ExprAst, key: 'at' | 'every', scope: Scope): void {
  const { type } = typeOf(date, scope);
  if (type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'error') return;
  scope.report('C3111', date.span, { found: inWords(type), key });
}
