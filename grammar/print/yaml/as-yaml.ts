import type { FileKind } from '../../tree/normal-form.js';
import type { TreeMapping, TreeNode } from '../../tree/tree-node.js';

/** A tree of the textual surface as one would write it in YAML: quotes where they are needed, events on a line. */
export function asYaml(root: TreeMapping, kind: FileKind): TreeMapping {
  const plain = unquoted(root);
  return kind === 'tests' ? inLines(plain) : plain;
}

function unquoted(node: TreeMapping): TreeMapping;
function unquoted(node: TreeNode): TreeNode;
function unquoted(node: TreeNode): TreeNode {
  switch (node.kind) {
    case 'scalar':
      return node.style === 'double' || node.style === 'single' ? { ...node, style: 'plain' } : node;
    case 'mapping':
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: unquoted(entry.value) })) };
    case 'sequence':
      return { ...node, items: node.items.map((item) => unquoted(item)) };
    case 'empty':
    case 'broken':
      return node;
  }
}

/** `- { at: 2026-03-27 10:00, event: signed_up }`. */
function inLines(test: TreeMapping): TreeMapping {
  const entries = test.entries.map((entry) => {
    const { key, value } = entry;
    if (value.kind !== 'sequence') return entry;
    if (key.value === 'tests') {
      const items = value.items.map((item) => (item.kind === 'mapping' ? inLines(item) : item));
      return { ...entry, value: { ...value, items } };
    }
    const items = value.items.map((item) => (item.kind === 'mapping' ? onOneLine(item) : item));
    return { ...entry, value: { ...value, items } };
  });
  return { ...test, entries };
}

/** What is said behind one of its keys is said behind all of them. */
function onOneLine(item: TreeMapping): TreeMapping {
  const behind = item.entries.flatMap(({ remarks }) => remarks?.behind ?? []);
  const above = item.entries.flatMap(({ remarks }) => remarks?.above ?? []);
  const last = behind.at(-1);
  const lines = [...(item.remarks?.above ?? []), ...above, ...behind.slice(0, -1)];
  const entries = item.entries.map(({ key, value }) => ({ key, value }));
  const remarks = {
    ...item.remarks,
    ...(lines.length === 0 ? {} : { above: lines }),
    ...(last === undefined ? {} : { behind: last }),
  };
  return { ...item, entries, flow: true, ...(Object.keys(remarks).length === 0 ? {} : { remarks }) };
}
