import type { Remarks, TreeNode } from '../tree/tree-node.js';

/** How many comments a tree holds: what is printed must hold as many. */
export function countRemarks(node: TreeNode): number {
  const own = ofRemarks(node.remarks);
  switch (node.kind) {
    case 'mapping':
      return node.entries.reduce(
        (sum, { value, remarks }) => sum + countRemarks(value) + ofRemarks(remarks),
        own + ofLines(node.foot),
      );
    case 'sequence':
      return node.items.reduce((sum, item) => sum + countRemarks(item), own + ofLines(node.foot));
    case 'scalar':
    case 'empty':
    case 'broken':
      return own;
  }
}

function ofRemarks({ above, behind }: Remarks = {}): number {
  return ofLines(above) + (behind === undefined ? 0 : 1);
}

function ofLines(lines: readonly string[] = []): number {
  return lines.filter((line) => line !== '').length;
}
