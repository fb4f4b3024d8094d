import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { Shape } from '../../../grammar/decode/key-shape.js';
import type { Key, KeyTable, KeyType } from '../../../grammar/decode/key-table.js';
import type { Span } from '../../../grammar/span.js';
import { allSteps, stepKinds } from '../../../grammar/steps/all-steps.js';
import type { TreeMapping, TreeNode, TreeScalar } from '../../../grammar/tree/tree-node.js';

/** What of a file stands at an offset, by the tables of keys. */
export type TreePlace =
  | { readonly kind: 'key'; readonly name: string; readonly doc: string; readonly key?: Key; readonly span: Span }
  | { readonly kind: 'value'; readonly type: KeyType; readonly scalar: TreeScalar };

/** Goes down the tree of a file and its tables side by side. */
export function treePlace(root: TreeMapping, keys: KeyTable, offset: number): TreePlace | undefined {
  return inNode(root, { kind: 'keys', keys }, offset);
}

function inNode(node: TreeNode, shape: Shape, offset: number): TreePlace | undefined {
  switch (node.kind) {
    case 'scalar':
    case 'empty':
    case 'broken':
      return undefined;
    case 'sequence': {
      if (shape.kind !== 'list') return undefined;
      return first(node.items, (item) => inValue(item, shape.of, offset));
    }
    case 'mapping':
      return inMapping(node, shape, offset);
  }
}

function inMapping(mapping: TreeMapping, shape: Shape, offset: number): TreePlace | undefined {
  if (shape.kind === 'either') return inMapping(mapping, shape.nested, offset);
  if (shape.kind === 'named') return first(mapping.entries, ({ value }) => inValue(value, shape.of, offset));
  if (shape.kind !== 'keys' && shape.kind !== 'headed') return undefined;
  const head = shape.kind === 'headed' ? mapping.entries.find(({ key }) => Object.hasOwn(shape.heads, key.value))?.key.value : undefined;
  const table = shape.kind === 'keys' ? shape.keys : (shape.heads[head ?? ''] ?? {});
  return first(mapping.entries, ({ key: { value: name, span }, value }) => {
    const key = Object.hasOwn(table, name) ? table[name] : undefined;
    const kind = stepKinds.find((step) => step === name && step === head);
    const doc = key?.doc ?? (kind === undefined ? undefined : allSteps[kind].summary);
    if (doc !== undefined && covers(span, offset)) return { kind: 'key', name, doc, span, ...(key === undefined ? {} : { key }) };
    if (key !== undefined) return inValue(value, key.type, offset);
    return name === head ? inValue(value, 'name', offset) : undefined;
  });
}

function inValue(node: TreeNode, type: KeyType, offset: number): TreePlace | undefined {
  const { shape } = allKeyTypes[type];
  if (node.kind !== 'scalar') return inNode(node, shape, offset);
  if (!covers(node.span, offset)) return undefined;
  if (shape.kind === 'either') return { kind: 'value', type: shape.scalar, scalar: node };
  if (shape.kind === 'list' && shape.single) return { kind: 'value', type: shape.of, scalar: node };
  return shape.kind === 'scalar' ? { kind: 'value', type, scalar: node } : undefined;
}

function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function first<T, Found>(items: readonly T[], find: (item: T) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
