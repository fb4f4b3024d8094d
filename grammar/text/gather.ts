import type { Located } from '../span.js';
import type { Remarks, TreeEntry, TreeMapping, TreeNode } from '../tree/tree-node.js';
import { reportTwice } from './read-clauses.js';
import { remarks } from './remarks-of.js';
import type { Reading } from './reading.js';

/** The keys of a file in the order of their first statement; repeated statements gather in one. */
export interface Gathering {
  /** A key that is written once. */
  add(entry: TreeEntry): void;
  /** One more item of the list under `key`. */
  addItem(key: Located<string>, item: TreeNode): void;
  /** One more entry of the mapping under `key`. */
  addTo(key: Located<string>, entry: TreeEntry): void;
  tree(foot: readonly string[]): TreeMapping | undefined;
}

type Part =
  | { readonly kind: 'one'; readonly entry: TreeEntry }
  | { readonly kind: 'items'; readonly key: Located<string>; readonly items: TreeNode[]; readonly gap: Remarks | undefined }
  | { readonly kind: 'entries'; readonly key: Located<string>; readonly entries: Map<string, TreeEntry>; readonly gap: Remarks | undefined };

export function gather(reading: Reading): Gathering {
  const parts = new Map<string, Part>();
  return {
    add(entry) {
      const before = parts.get(entry.key.value);
      if (before === undefined) parts.set(entry.key.value, { kind: 'one', entry });
      else reportTwice(reading, keyOf(before), entry.key);
    },
    addItem(key, item) {
      const part = parts.get(key.value);
      if (part?.kind === 'items') part.items.push(item);
      else if (part === undefined) {
        const { gap, rest } = withoutGap(item.remarks);
        parts.set(key.value, { kind: 'items', key, items: [nodeWith(item, rest)], gap });
      }
    },
    addTo(key, entry) {
      const part = parts.get(key.value);
      if (part?.kind === 'entries') {
        const before = part.entries.get(entry.key.value);
        if (before === undefined) part.entries.set(entry.key.value, entry);
        else reportTwice(reading, before.key, entry.key);
      } else if (part === undefined) {
        const { gap, rest } = withoutGap(entry.remarks);
        const entries = new Map([[entry.key.value, entryWith(entry, rest)]]);
        parts.set(key.value, { kind: 'entries', key, entries, gap });
      }
    },
    tree(foot) {
      const entries = [...parts.values()].map(toEntry);
      const [first] = entries;
      if (first === undefined) return undefined;
      return { kind: 'mapping', entries, span: first.key.span, ...(foot.length === 0 ? {} : { foot }) };
    },
  };
}

function keyOf(part: Part): Located<string> {
  return part.kind === 'one' ? part.entry.key : part.key;
}

function toEntry(part: Part): TreeEntry {
  switch (part.kind) {
    case 'one':
      return part.entry;
    case 'items': {
      const span = part.items[0]?.span ?? part.key.span;
      return { key: part.key, value: { kind: 'sequence', items: part.items, span }, ...kept(part.gap) };
    }
    case 'entries': {
      const entries = [...part.entries.values()];
      const span = entries[0]?.key.span ?? part.key.span;
      return { key: part.key, value: { kind: 'mapping', entries, span }, ...kept(part.gap) };
    }
  }
}

/** The blank line before the first statement stands before the key that gathers them all. */
function withoutGap({ above = [], behind, gap }: Remarks = {}): {
  readonly gap: Remarks | undefined;
  readonly rest: Remarks | undefined;
} {
  return { gap: gap === true ? { gap } : undefined, rest: remarks(above, behind, false) };
}

function nodeWith(node: TreeNode, rest: Remarks | undefined): TreeNode {
  const { remarks: _, ...bare } = node;
  return { ...bare, ...kept(rest) };
}

function entryWith({ key, value }: TreeEntry, rest: Remarks | undefined): TreeEntry {
  return { key, value, ...kept(rest) };
}

function kept(gap: Remarks | undefined): { readonly remarks?: Remarks } {
  return gap === undefined ? {} : { remarks: gap };
}
