import type { TreeMapping, TreeNode } from './tree-node.js';

/**
 * Whether two trees say the same: places, comments, quotes and the order of keys aside. Values
 * are compared as `read` yields them.
 */
export function sameTree(one: TreeNode, other: TreeNode, read: (text: string) => string = (text) => text): boolean {
  switch (one.kind) {
    case 'scalar':
      return other.kind === 'scalar' && one.type === other.type && read(one.text) === read(other.text);
    case 'sequence':
      return (
        other.kind === 'sequence' &&
        one.items.length === other.items.length &&
        one.items.every((item, index) => {
          const twin = other.items[index];
          return twin !== undefined && sameTree(item, twin, read);
        })
      );
    case 'mapping':
      return other.kind === 'mapping' && sameEntries(one, other, read);
    case 'empty':
    case 'broken':
      return one.kind === other.kind;
  }
}

function sameEntries(one: TreeMapping, other: TreeMapping, read: (text: string) => string): boolean {
  if (one.entries.length !== other.entries.length) return false;
  const values = new Map(other.entries.map(({ key, value }) => [key.value, value]));
  return one.entries.every(({ key, value }) => {
    const twin = values.get(key.value);
    return twin !== undefined && sameTree(value, twin, read);
  });
}

/** A line break in a phrase counts as the space that it stands for. */
export function inOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
