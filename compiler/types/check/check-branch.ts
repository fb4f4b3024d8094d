import type { BranchStepAst } from '../../../grammar/ast/step.js';
import { checkTwice } from '../../names/check-branches.js';
import { nearest, renameFix } from '../../names/nearest.js';
import { guardKey } from '../scope.js';
import type { Scope } from '../scope.js';
import { typeOf } from '../type-of.js';
import { inWords } from '../type.js';

/** A branch over an enum: all its values or an "else", each once, and a way for leads without a value. */
export function checkBranchOn({ id, on, cases, else: otherwise }: BranchStepAst, scope: Scope): void {
  checkTwice('value', cases.map(({ name }) => name), scope.report);
  if (on === undefined) return;
  const { type, optional, declared } = typeOf(on, scope);
  if (type.kind === 'error') return;
  if (type.kind !== 'enum') {
    scope.report('C3119', on.span, { step: id.value, found: inWords(type) });
    return;
  }
  const labels = declared === undefined ? [] : [{ span: declared, text: 'declared here' }];
  for (const { name } of cases) {
    if (type.values.includes(name.value)) continue;
    const { suggestion } = nearest(name.value, type.values);
    const fixes = renameFix(name.span, suggestion);
    scope.report('C3105', name.span, { value: name.value, known: type.values, suggestion }, { labels, fixes });
  }
  if (otherwise !== undefined) return;
  const missing = type.values.filter((value) => !cases.some(({ name }) => name.value === value));
  const key = guardKey(on);
  if (missing.length > 0) scope.report('C3120', id.span, { step: id.value, missing }, { labels });
  else if (optional && (key === undefined || !scope.guarded.has(key))) {
    scope.report('C3121', on.span, { step: id.value, name: key ?? 'this' });
  }
}
