import type { Located, Source } from '../../../grammar/span.js';
import { readTree } from '../../../grammar/tree/read-tree.js';
import { entryOf } from '../../../grammar/tree/tree-node.js';
import type { TreeMapping, TreeNode } from '../../../grammar/tree/tree-node.js';
import type { Declared } from '../../names/declared.js';
import { stepsOf } from '../../names/steps-of.js';
import type { Occurrence } from './symbol.js';
import { reference } from './symbol.js';

/** Every symbol that the tests of a file name: read from the tree, for keys are names here, too. */
export function ofTests(source: Source, declared: Declared): readonly Occurrence[] {
  const root = readTree(source).value;
  if (root === undefined) return [];
  const list = entryOf(root, 'tests')?.value;
  const tests = list?.kind === 'sequence' ? list.items : [root];
  return tests.flatMap((test) => (test.kind === 'mapping' ? ofTest(test, declared) : []));
}

function ofTest(test: TreeMapping, declared: Declared): readonly Occurrence[] {
  const [campaign] = nameAt(test, 'campaign');
  const name = campaign?.value ?? '';
  const inCampaign = (kind: 'step', found: readonly Located<string>[]) => found.map((one) => reference(kind, one, name));
  return [
    ...(campaign === undefined ? [] : [reference('campaign', campaign)]),
    ...keysAt(test, 'lead').map((key) => reference('attribute', key, 'lead')),
    ...keysAt(test, 'account').map((key) => reference('attribute', key, 'account')),
    ...keysAt(test, 'given').flatMap((key) => ofGiven(key, name, declared)),
    ...itemsAt(test, 'events').flatMap((item) => {
      const [event] = nameAt(item, 'event');
      return [
        ...(event === undefined ? [] : [reference('event', event)]),
        ...(event === undefined ? [] : keysAt(item, 'with').map((key) => reference('property', key, event.value))),
        ...inCampaign('step', nameAt(item, 'task')),
      ];
    }),
    ...itemsAt(test, 'expect').flatMap((item) =>
      ['sent', 'skipped', 'task'].flatMap((key) => inCampaign('step', nameAt(item, key))),
    ),
  ];
}

/** A split, or a group that the lead is in. */
function ofGiven(key: Located<string>, campaign: string, declared: Declared): readonly Occurrence[] {
  if (declared.segments.has(key.value)) return [reference('segment', key)];
  if (declared.lists.has(key.value)) return [reference('list', key)];
  const steps = stepsOf(declared.campaigns.get(campaign)?.steps ?? []);
  return steps.some(({ id }) => id.value === key.value) ? [reference('step', key, campaign)] : [];
}

function nameAt(mapping: TreeMapping, key: string): readonly Located<string>[] {
  const node = entryOf(mapping, key)?.value;
  if (node?.kind !== 'scalar') return [];
  const isQuoted = node.style === 'single' || node.style === 'double';
  return [{ value: node.text, span: isQuoted ? node.place(0, node.text.length) : node.span }];
}

function keysAt(mapping: TreeMapping, key: string): readonly Located<string>[] {
  const node = entryOf(mapping, key)?.value;
  return node?.kind === 'mapping' ? node.entries.map((entry) => entry.key) : [];
}

function itemsAt(mapping: TreeMapping, key: string): readonly TreeMapping[] {
  const node: TreeNode | undefined = entryOf(mapping, key)?.value;
  if (node?.kind !== 'sequence') return [];
  return node.items.flatMap((item) => (item.kind === 'mapping' ? [item] : []));
}
