import { entryOf, type Remarks, type TreeEntry, type TreeMapping, type TreeNode } from './tree-node.js';

/** What a file is about, in either surface. */
export type FileKind = 'campaign' | 'segments' | 'scoring' | 'tests';

/** By the keys of a file; `undefined` for files that exist in YAML alone. */
export function fileKindOf(root: TreeMapping): FileKind | undefined {
  const has = (key: string): boolean => entryOf(root, key) !== undefined;
  if (has('test') || has('tests')) return 'tests';
  if (has('campaign')) return 'campaign';
  if (has('segments')) return 'segments';
  return has('ready') || has('fit') || has('pain') ? 'scoring' : undefined;
}

/**
 * The one tree of all that say the same: a single test without its list, rules of a factor always
 * as a list, a segment that is nothing but a condition as that condition, no lists without items
 * where none need be.
 */
export function normalForm(root: TreeMapping, kind: FileKind): TreeMapping {
  switch (kind) {
    case 'campaign':
      return withoutEmpty(root, ['leave', 'excludes', 'playlists']);
    case 'scoring':
      return withoutEmpty(mapUnder(root, 'fit', listOfRules), ['fit', 'pain', 'limits', 'approved']);
    case 'segments':
      return mapUnder(root, 'segments', bareCondition);
    case 'tests':
      return normalTests(root);
  }
}

function withoutEmpty(root: TreeMapping, keys: readonly string[]): TreeMapping {
  const entries = root.entries.filter(({ key, value }) => !keys.includes(key.value) || !isEmpty(value));
  return entries.length === root.entries.length ? root : { ...root, entries };
}

function isEmpty(node: TreeNode): boolean {
  if (node.kind === 'sequence') return node.items.length === 0 && node.foot === undefined;
  return node.kind === 'mapping' && node.entries.length === 0 && node.foot === undefined;
}

function mapUnder(root: TreeMapping, key: string, change: (node: TreeNode) => TreeNode): TreeMapping {
  const entries = root.entries.map((entry): TreeEntry => {
    if (entry.key.value !== key || entry.value.kind !== 'mapping') return entry;
    const inner = entry.value.entries.map((one) => ({ ...one, value: change(one.value) }));
    return { ...entry, value: { ...entry.value, entries: inner } };
  });
  return { ...root, entries };
}

function listOfRules(node: TreeNode): TreeNode {
  return node.kind === 'scalar' ? { kind: 'sequence', items: [node], span: node.span } : node;
}

function bareCondition(node: TreeNode): TreeNode {
  const [only, second] = node.kind === 'mapping' ? node.entries : [];
  const isBare = only?.key.value === 'when' && second === undefined && only.remarks === undefined;
  return isBare ? only.value : node;
}

function normalTests(root: TreeMapping): TreeMapping {
  const optional = ['lead', 'account', 'given', 'events'];
  const list = entryOf(root, 'tests');
  if (list?.value.kind !== 'sequence') return withoutEmpty(root, optional);
  const items = list.value.items.map((item) => (item.kind === 'mapping' ? withoutEmpty(item, optional) : item));
  const [only, second] = items;
  if (only?.kind !== 'mapping' || second !== undefined || root.entries.length > 1) {
    const value = { ...list.value, items };
    return { ...root, entries: root.entries.map((entry) => (entry === list ? { ...list, value } : entry)) };
  }
  const [first, ...others] = only.entries;
  if (first === undefined) return root;
  const above = [...linesOf(list.remarks), ...linesOf(only.remarks), ...(first.remarks?.above ?? [])];
  const remarks: Remarks = { ...first.remarks, ...(above.length === 0 ? {} : { above }) };
  const foot = [...(only.foot ?? []), ...(list.value.foot ?? []), ...(root.foot ?? [])];
  return {
    ...root,
    entries: [{ ...first, remarks }, ...others],
    ...(foot.length === 0 ? {} : { foot }),
  };
}

function linesOf(remarks: Remarks | undefined): readonly string[] {
  return [...(remarks?.above ?? []), ...(remarks?.behind === undefined ? [] : [remarks.behind])];
}
