import type { ExprAst } from '../../grammar/ast/expression.js';
import type { Fix } from '../../grammar/diagnostics/diagnostic.js';
import type { Denial, Scope } from './scope.js';

/**
 * An optional value that is denied matches nobody who lacks it, which is hardly ever meant:
 * "people without a country match neither side". Both mends are offered.
 */
export function reportUnguarded({ span }: ExprAst, key: string, { denied, guarded, report }: Scope): void {
  if (denied === undefined || guarded.has(key)) return;
  const fixes = [guard(`${key} is set`, 'and', denied), guard(`${key} is not set`, 'or', denied)];
  report('C3106', span, { name: key }, { fixes });
}

/** Which leads are meant only the author knows. */
function guard(test: string, operator: 'and' | 'or', { span, joinedBy }: Denial): Fix {
  // Mixing "and" with "or" needs parentheses.
  const [open, close] = joinedBy === undefined || joinedBy === operator ? ['', ''] : ['(', ')'];
  const before = { span: { ...span, end: span.start }, text: `${open}${test} ${operator} ` };
  const after = { span: { ...span, start: span.end }, text: close };
  const edits = close === '' ? [before] : [before, after];
  return { title: `Write "${test} ${operator} …"`, safety: 'unsafe', edits };
}
