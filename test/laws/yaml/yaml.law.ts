import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TreeNode } from '../../../grammar/tree/tree-node.js';
import { parseAnyYaml } from '../../../grammar/yaml/parse-yaml.js';
import { readPlain } from '../../../grammar/yaml/read-plain.js';
import { libraryFiles } from '../fuzz/library-files.js';
import { edited } from '../fuzz/unfriendly-text.js';
import type { Law } from '../law.js';
import { lawOf } from '../law.js';

const files = libraryFiles().filter(({ path }) => path.endsWith('.yaml'));

/** Some lines of a file, moved to the left edge, where they are a file of their own. */
const stretches = fc.constantFrom(...files).chain(({ text }) => {
  const lines = text.split('\n');
  return fc.tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 12 })).map(([from, count]) => {
    const some = lines.slice(from, from + count);
    const indent = /^ */.exec(some[0] ?? '')?.[0].length ?? 0;
    return some.map((line) => line.slice(Math.min(indent, /^ */.exec(line)?.[0].length ?? 0))).join('\n');
  });
});

/** The law about this short way. */
export function yamlWith(shortWay: typeof readPlain): Law {
  return lawOf(
    {
      name: 'yaml',
      promise: 'the short way through plain files yields what the YAML library yields, or steps aside',
      cases: 50_000,
    },
    fc.oneof(
      { weight: 50, arbitrary: stretches },
      { weight: 100, arbitrary: stretches.chain(edited) },
      { weight: 1, arbitrary: fc.constantFrom(...files).map(({ text }) => text) },
    ),
    (text) => {
      const plain = shortWay(text, 'x.yaml');
      if (plain === undefined) return;
      const { value, diagnostics } = parseAnyYaml({ path: 'x.yaml', text });
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(flat(plain), value === undefined ? undefined : flat(value));
    },
  );
}

export const yaml = yamlWith(readPlain);

/** With what the places of its scalars say instead of the functions. */
function flat(node: TreeNode): unknown {
  switch (node.kind) {
    case 'scalar': {
      const { place, ...rest } = node;
      const offsets = [0, 1, node.text.length, node.text.length + 2];
      return { ...rest, places: offsets.flatMap((from) => offsets.map((to) => place(from, to))) };
    }
    case 'mapping':
      return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: flat(value) })) };
    case 'sequence':
      return { ...node, items: node.items.map(flat) };
    case 'empty':
    case 'broken':
      return node;
  }
}
