import type { ValueTree } from '../../../grammar/ast/value-tree.js';
import type { Located } from '../../../grammar/span.js';
import type { TreeNode } from '../../../grammar/tree/tree-node.js';
import { entryOf } from '../../../grammar/tree/tree-node.js';
import { parseYaml } from '../../../grammar/yaml/parse-yaml.js';

/** A `do` step as its decoder hands it over: the action, and what stands under `with:`. */
export function stepWith(text: string): { readonly action: Located<string>; readonly config: ValueTree | undefined } {
  const { value: root } = parseYaml({ path: 'step.yaml', text });
  if (root === undefined) throw new Error('the step is no YAML');
  const action = entryOf(root, 'do')?.value;
  if (action?.kind !== 'scalar') throw new Error('the step has no action');
  const config = entryOf(root, 'with')?.value;
  return { action: { value: action.text, span: action.span }, config: config === undefined ? undefined : treeOf(config) };
}

function treeOf(node: TreeNode): ValueTree {
  const { span } = node;
  switch (node.kind) {
    case 'scalar':
      if (node.text === '= now') return { kind: 'expression', expression: { kind: 'now', span }, span };
      if (node.type === 'number') return { kind: 'value', value: Number(node.text), span };
      return { kind: 'value', value: node.type === 'boolean' ? node.text === 'true' : node.text, span };
    case 'sequence':
      return { kind: 'list', items: node.items.map(treeOf), span };
    case 'mapping':
      return { kind: 'mapping', entries: node.entries.map(({ key, value }) => ({ key, value: treeOf(value) })), span };
    default:
      return { kind: 'value', value: '', span };
  }
}
