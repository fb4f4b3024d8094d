import type { ValueTree } from '../../../grammar/ast/value-tree.js';
import { unreachable } from '../../plan/ir.js';
import type { Scope } from '../scope.js';
import { typeOf } from '../type-of.js';
import { inWords } from '../type.js';

/** The `= …` values of what an action is given: each stands for one value. */
export function checkGiven(tree: ValueTree, scope: Scope): void {
  switch (tree.kind) {
    case 'value':
      return;
    case 'expression': {
      const { type } = typeOf(tree.expression, scope);
      if (type.kind !== 'list') return;
      scope.report('C3102', tree.expression.span, { operator: '=', needs: 'one value', found: inWords(type) });
      return;
    }
    case 'list':
      for (const item of tree.items) checkGiven(item, scope);
      return;
    case 'mapping':
      for (const { value } of tree.entries) checkGiven(value, scope);
      return;
    default:
      unreachable(tree);
  }
}
