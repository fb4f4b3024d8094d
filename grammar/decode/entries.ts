import type { Located } from '../span.js';
import type { YamlEntry, YamlMapping, YamlSequence } from '../yaml/yaml-node.js';
import type { Context } from './context.js';
import { nameShape } from './decode-value.js';
import { reportKind } from './read-scalar.js';

export interface NamedEntry {
  readonly name: Located<string>;
  readonly entry: YamlEntry;
}

/** Names of attributes and properties stand in expressions, where a hyphen would be a minus. */
const fieldShape = /^[A-Za-z_]\w*$/;

/** The entries of a mapping whose keys are the author's names; keys that cannot be names are reported. */
export function namedEntries(
  mapping: YamlMapping | undefined,
  names: 'names' | 'fields',
  context: Context,
): readonly NamedEntry[] {
  return (mapping?.entries ?? []).flatMap((entry) => {
    const { value: text, span } = entry.key;
    const shape = names === 'fields' ? fieldShape : nameShape;
    if (shape.test(text)) return [{ name: entry.key, entry }];
    context.report('C1010', span, { key: text, text, hyphens: names === 'names' });
    return [];
  });
}

/** The mappings in a list; anything else in it is reported. */
export function mappingItems(
  list: YamlSequence | undefined,
  { key, example }: { readonly key: string; readonly example: string },
  context: Context,
): readonly YamlMapping[] {
  return (list?.items ?? []).flatMap((node) => {
    if (node.kind === 'mapping') return [node];
    reportKind({ node, key, example }, 'mapping', context);
    return [];
  });
}

/** The mapping that a named entry holds. */
export function mappingOf({ name, entry }: NamedEntry, example: string, context: Context): YamlMapping | undefined {
  if (entry.value.kind === 'mapping') return entry.value;
  reportKind({ node: entry.value, key: name.value, example }, 'mapping', context);
  return undefined;
}
