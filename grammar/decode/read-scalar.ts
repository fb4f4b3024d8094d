import type { Span } from '../span.js';
import type { TreeNode, TreeScalar } from '../tree/tree-node.js';
import type { Context } from './context.js';

/** A value and the key it stands under, for messages. */
export interface Input {
  readonly node: TreeNode;
  readonly key: string;
  readonly example: string;
}

/** The scalar of a node; anything else is reported, once, with what was wanted. */
export function scalarOf(input: Input, wanted: string, context: Context): TreeScalar | undefined {
  const { node } = input;
  if (node.kind === 'scalar' && node.text.trim() !== '') return node;
  if (node.kind === 'scalar') context.report('C1003', node.span, { key: input.key, example: input.example });
  else reportKind(input, wanted, context);
  return undefined;
}

const foundWords = { scalar: 'a single value', mapping: 'keys with values', sequence: 'a list' } as const;

export function reportKind({ node, key, example }: Input, wanted: string, context: Context): void {
  switch (node.kind) {
    case 'broken':
      return;
    case 'empty':
      context.report('C1003', node.span, { key, example });
      return;
    case 'scalar':
    case 'mapping':
    case 'sequence':
      context.report('C1004', node.span, { key, wanted, found: foundWords[node.kind], example });
  }
}

/** Without the quotes, so that an edit of the name leaves them. */
export function contentSpan(scalar: TreeScalar): Span {
  return scalar.style === 'single' || scalar.style === 'double' ? scalar.place(0, scalar.text.length) : scalar.span;
}
