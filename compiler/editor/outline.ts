import type { Located, Span } from '../../grammar/span.js';
import { stepKinds } from '../../grammar/steps/all-steps.js';
import { readTree } from '../../grammar/tree/read-tree.js';
import { entryOf } from '../../grammar/tree/tree-node.js';
import type { TreeEntry, TreeMapping, TreeNode } from '../../grammar/tree/tree-node.js';
import { fileKindAt } from './cursor/file-keys.js';
import type { Knowledge } from './knowledge.js';

export type OutlineKind = 'campaign' | 'way' | 'step' | 'branch' | 'attribute' | 'event' | 'segment' | 'rule' | 'test' | 'setting';

/** One part of a file, with the parts below it; `span` holds theirs. */
export interface OutlinePart {
  readonly name: string;
  readonly detail?: string;
  readonly kind: OutlineKind;
  readonly span: Span;
  /** The name itself. */
  readonly selection: Span;
  readonly below: readonly OutlinePart[];
}

/** What a file consists of, in its order; empty for templates, lists and what cannot be read. */
export function outlineOf({ byPath }: Knowledge, path: string): readonly OutlinePart[] {
  const source = byPath.get(path);
  const kind = fileKindAt(path);
  const root = source === undefined || kind === undefined ? undefined : readTree(source).value;
  if (root === undefined) return [];
  switch (kind) {
    case 'campaign':
      return campaign(root);
    case 'schema':
      return root.entries.flatMap(({ key, value }) => named(value, key.value === 'events' ? 'event' : 'attribute', key.value === 'events' ? '' : `${key.value}.`));
    case 'segments':
      return named(entryOf(root, 'segments')?.value, 'segment');
    case 'scoring':
      return ['fit', 'pain'].flatMap((side) => named(entryOf(root, side)?.value, 'rule', '', side));
    case 'tests': {
      const list = entryOf(root, 'tests')?.value;
      const tests = list?.kind === 'sequence' ? list.items : [root];
      return tests.flatMap((test) => (test.kind === 'mapping' ? testPart(test) : []));
    }
    case 'workspace':
      return root.entries.map(({ key, value }) => withBelow(part(key.value, 'setting', key, value), named(value, 'setting')));
    case undefined:
      return [];
  }
}


function campaign(root: TreeMapping): readonly OutlinePart[] {
  const name = entryOf(root, 'campaign');
  const ways = ['enter', 'leave'].flatMap((way) => itemsOf(entryOf(root, way)?.value).flatMap((item) => wayPart(way, item)));
  const goal = entryOf(root, 'goal');
  const parts = [
    ...ways,
    ...(goal === undefined ? [] : [part(`goal ${textOf(goal.value)}`, 'way', goal.key, goal.value)]),
    ...stepParts(entryOf(root, 'steps')?.value),
  ];
  if (name === undefined) return parts;
  return [withBelow(part(textOf(name.value), 'campaign', name.key, name.value, textOf(entryOf(root, 'title')?.value)), parts)];
}

function wayPart(way: string, item: TreeNode): readonly OutlinePart[] {
  const [head] = item.kind === 'mapping' ? item.entries : [];
  return head === undefined ? [] : [part(`${way} ${head.key.value} ${textOf(head.value)}`, 'way', head.key, head.value)];
}

function stepParts(node: TreeNode | undefined): readonly OutlinePart[] {
  return itemsOf(node).flatMap((item) => {
    if (item.kind !== 'mapping') return [];
    const verb = item.entries.find(({ key }) => stepKinds.some((kind) => kind === key.value));
    if (verb === undefined) return [];
    const step = part(textOf(verb.value), 'step', verb.key, verb.value, verb.key.value);
    return [withBelow(step, item.entries.flatMap(branches))];
  });
}

/** Steps below a step: straight below `then`, or under names. */
function branches({ key, value }: TreeEntry): readonly OutlinePart[] {
  switch (key.value) {
    case 'then':
    case 'else':
    case 'steps':
      return [withBelow(part(key.value, 'branch', key, value), stepParts(value))];
    case 'cases':
    case 'outcomes':
    case 'arms':
      return value.kind === 'mapping'
        ? value.entries.map((one) => {
            const steps = key.value === 'arms' && one.value.kind === 'mapping' ? entryOf(one.value, 'steps')?.value : one.value;
            return withBelow(part(one.key.value, 'branch', one.key, one.value), stepParts(steps));
          })
        : [];
    default:
      return [];
  }
}

function testPart(test: TreeMapping): readonly OutlinePart[] {
  const name = entryOf(test, 'test');
  return name === undefined ? [] : [part(textOf(name.value), 'test', name.key, name.value, textOf(entryOf(test, 'campaign')?.value))];
}

function named(node: TreeNode | undefined, kind: OutlineKind, before = '', detail?: string): readonly OutlinePart[] {
  if (node?.kind !== 'mapping') return [];
  return node.entries.map(({ key, value }) => part(`${before}${key.value}`, kind, key, value, detail));
}

function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function textOf(node: TreeNode | undefined): string {
  return node?.kind === 'scalar' ? node.text.replaceAll(/\s+/g, ' ').trim() : '';
}

function part(name: string, kind: OutlineKind, key: Located<string>, value: TreeNode, detail = ''): OutlinePart {
  const end = Math.max(key.span.end, value.kind === 'empty' ? 0 : value.span.end);
  const selection = value.kind === 'scalar' && kind !== 'attribute' ? value.span : key.span;
  return {
    // An editor takes no part without a name.
    name: name === '' ? '…' : name,
    ...(detail === '' ? {} : { detail }),
    kind,
    span: { ...key.span, end: Math.max(end, selection.end) },
    selection,
    below: [],
  };
}

function withBelow(outer: OutlinePart, below: readonly OutlinePart[]): OutlinePart {
  const start = Math.min(outer.span.start, ...below.map(({ span }) => span.start));
  const end = Math.max(outer.span.end, ...below.map(({ span }) => span.end));
  return { ...outer, below, span: { ...outer.span, start, end } };
}
