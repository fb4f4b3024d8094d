import type { ExprAst, WindowAst } from '../ast/expression.js';

/** How deep the tree is; long sums nest to the left without a bracket in sight. */
export function depthOf(expression: ExprAst): number {
  return 1 + Math.max(0, ...partsOf(expression).map(depthOf));
}

/** The expressions directly below one. */
export function partsOf(expression: ExprAst): readonly ExprAst[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'duration':
    case 'date':
    case 'now':
    case 'path':
    case 'word':
    case 'time-since':
    case 'member':
      return [];
    case 'list':
      return expression.items;
    case 'call':
      return expression.arguments;
    case 'range':
      return [expression.from, expression.to];
    case 'not':
    case 'is-set':
      return [expression.operand];
    case 'logic':
      return expression.operands;
    case 'compare':
    case 'text-test':
    case 'in':
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'history':
      return [...boundsOf(expression.window), ...(expression.where === undefined ? [] : [expression.where])];
    case 'message':
    case 'sequence':
      return boundsOf(expression.window);
    default:
      return unreachable(expression);
  }
}

function boundsOf(window: WindowAst): readonly ExprAst[] {
  return window.kind === 'between' ? [window.from, window.to] : [];
}

export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
