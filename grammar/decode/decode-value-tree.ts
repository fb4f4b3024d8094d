import type { ValueTree } from '../ast/value-tree.js';
import { parseExpression } from '../expressions/parse-expression.js';
import type { TreeNode, TreeScalar } from '../tree/tree-node.js';
import type { Context } from './context.js';
import { decodePhrase } from './decode-phrase.js';
import type { Input } from './read-scalar.js';

/** Whatever the author writes; what is wrong in it was reported, or is for the schema to say. */
export function decodeValueTree(input: Input, context: Context): ValueTree | undefined {
  const { node } = input;
  switch (node.kind) {
    case 'broken':
      return undefined;
    case 'empty':
      context.report('C1003', node.span, { key: input.key, example: input.example });
      return undefined;
    case 'scalar':
      return node.text.startsWith('= ') ? expressionIn(node, input, context) : valueOf(input, node, context);
    case 'sequence':
      return { kind: 'list', items: below(node.items, input, context), span: node.span };
    case 'mapping': {
      const entries = node.entries.flatMap(({ key, value: below }) => {
        const value = decodeValueTree({ node: below, key: key.value, example: `${key.value}: trial` }, context);
        return value === undefined ? [] : [{ key, value }];
      });
      return { kind: 'mapping', entries, span: node.span };
    }
  }
}

function below(nodes: readonly TreeNode[], { key, example }: Input, context: Context): readonly ValueTree[] {
  return nodes.flatMap((node) => decodeValueTree({ node, key, example }, context) ?? []);
}

function valueOf(input: Input, node: TreeScalar, context: Context): ValueTree | undefined {
  const value = context.types.value.decode(input, context);
  return value === undefined ? undefined : { kind: 'value', value: value.value, span: node.span };
}

/** Behind the `= ` stands an expression, at its own place. */
function expressionIn(node: TreeScalar, input: Input, context: Context): ValueTree | undefined {
  const { place } = node;
  const shifted: TreeScalar = {
    ...node,
    text: node.text.slice(2),
    place: (start, end) => place(start + 2, end + 2),
  };
  const expression = decodePhrase({ ...input, node: shifted }, parseExpression, 'an expression', context);
  return expression === undefined ? undefined : { kind: 'expression', expression, span: node.span };
}
