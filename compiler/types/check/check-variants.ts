import type { VariantsAst } from '../../../grammar/ast/campaign.js';
import type { Scope } from '../scope.js';
import { typeOf } from '../type-of.js';
import { inWords, isText } from '../type.js';

/** Files are named after the values, so the values are words. */
export function checkVariants({ by }: VariantsAst, scope: Scope): void {
  const { type } = typeOf(by, scope);
  if (type.kind === 'error' || isText(type)) return;
  scope.report('C3102', by.span, { operator: 'variants', needs: 'a text', found: inWords(type) });
}
