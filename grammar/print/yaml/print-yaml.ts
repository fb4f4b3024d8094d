import type { Remarks, TreeEntry, TreeMapping, TreeNode, TreeSequence } from '../../tree/tree-node.js';
import { blockLines, printKey, printScalar } from './print-scalar.js';

/**
 * A tree as YAML in its canonical form: two spaces a level, the author's order of keys, comments
 * and braces, at most one blank line in a row. Ends with a line break.
 */
export function printYaml(root: TreeMapping): string {
  const lines = root.entries.length === 0 ? ['{}'] : mappingLines(root);
  return `${lines.join('\n')}\n`;
}

/** The lines of a block without indentation. */
function mappingLines({ entries, foot = [] }: TreeMapping): string[] {
  const lines = entries.flatMap((entry, index) => {
    const previous = entries[index - 1];
    return [...before(entry.remarks, previous !== undefined && !keepsBlankLines(previous.value)), ...entryLines(entry)];
  });
  return [...lines, ...foot];
}

/** Blank lines behind such a text are part of it. */
function keepsBlankLines(node: TreeNode): boolean {
  return node.kind === 'scalar' && /^[|>]\+/.test(node.source) && (node.style === 'literal' || node.style === 'folded');
}

function before({ above = [], gap }: Remarks = {}, mayGap: boolean): string[] {
  return gap === true && mayGap ? ['', ...above] : [...above];
}

function entryLines({ key, value, remarks }: TreeEntry): string[] {
  const name = `${printKey(key.value)}:`;
  const behind = remarks?.behind === undefined ? '' : ` ${remarks.behind}`;
  const inline = inlineOf(value);
  if (inline !== undefined) return [`${name}${inline === '' ? '' : ` ${inline}`}${behind}`];
  if (value.kind === 'scalar') {
    const [header = '', ...body] = blockLines(value) ?? [];
    return [`${name} ${header}${behind}`, ...indented(body)];
  }
  return [`${name}${behind}`, ...indented(blockOf(value))];
}

function blockOf(node: TreeNode): string[] {
  if (node.kind === 'mapping') return mappingLines(node);
  return node.kind === 'sequence' ? sequenceLines(node) : [];
}

function sequenceLines({ items, foot = [] }: TreeSequence): string[] {
  const lines = items.flatMap((item, index) => {
    const previous = items[index - 1];
    const mayGap = previous !== undefined && !keepsBlankLines(previous);
    const inline = inlineOf(item);
    const { behind } = item.remarks ?? {};
    const tail = behind === undefined ? '' : ` ${behind}`;
    if (inline !== undefined) return [...before(item.remarks, mayGap), `- ${inline}${tail}`.trimEnd()];
    if (item.kind === 'scalar') {
      const [header = '', ...body] = blockLines(item) ?? [];
      return [...before(item.remarks, mayGap), `- ${header}${tail}`, ...indented(body)];
    }
    // What stands above the first key stands above its dash: between the two there is no room.
    const { above, rest } = withoutFirst(item);
    const [first = '', ...others] = indented(blockOf(rest));
    const all = [...before(item.remarks, mayGap), ...(behind === undefined ? [] : [behind]), ...above];
    return [...all, `- ${first.slice(2)}`, ...others];
  });
  return [...lines, ...foot];
}

function withoutFirst(node: TreeNode): { readonly above: readonly string[]; readonly rest: TreeNode } {
  if (node.kind === 'mapping') {
    const [first, ...others] = node.entries;
    const above = first?.remarks?.above;
    if (first === undefined || above === undefined) return { above: [], rest: node };
    const { above: _, ...remarks } = first.remarks ?? {};
    return { above, rest: { ...node, entries: [{ ...first, remarks }, ...others] } };
  }
  if (node.kind === 'sequence') {
    const [first, ...others] = node.items;
    const above = first?.remarks?.above;
    if (first === undefined || above === undefined) return { above: [], rest: node };
    const { above: _, ...remarks } = first.remarks ?? {};
    return { above, rest: { ...node, items: [{ ...first, remarks }, ...others] } };
  }
  return { above: [], rest: node };
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** What fits behind a key or a dash on its line; `undefined` for what needs lines of its own. */
function inlineOf(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'empty':
    case 'broken':
      return '';
    case 'scalar':
      return blockLines(node) === undefined ? printScalar(node, 'block') : undefined;
    case 'mapping':
      return node.entries.length === 0 && node.foot === undefined ? '{}' : flowOf(node);
    case 'sequence':
      return node.items.length === 0 && node.foot === undefined ? '[]' : flowOf(node);
  }
}

function flowOf(node: TreeNode): string | undefined {
  if (node.kind === 'scalar') return printScalar(node, 'flow');
  if (node.kind === 'empty' || node.kind === 'broken') return '';
  if (node.flow !== true || node.foot !== undefined) return undefined;
  if (node.kind === 'sequence') {
    const items = node.items.map((item) => (item.remarks === undefined ? flowOf(item) : undefined));
    // An empty item has no form of its own between commas.
    return items.some((item) => item === undefined || item === '') ? undefined : `[${items.join(', ')}]`;
  }
  const entries = node.entries.map(({ key, value, remarks }) => {
    const inner = remarks === undefined ? flowOf(value) : undefined;
    return inner === undefined ? undefined : `${printKey(key.value)}:${inner === '' ? '' : ` ${inner}`}`;
  });
  return entries.includes(undefined) ? undefined : `{ ${entries.join(', ')} }`;
}
