import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { YamlEntry, YamlMapping } from '../yaml/yaml-node.js';
import type { Context } from './context.js';
import { decodeAs } from './decode-value.js';
import { camelCase, type Decoded, type Key, type KeyTable } from './key-table.js';
import { typeWords } from './read-scalar.js';

export interface Where {
  /** "a campaign", "the topic "news"". */
  readonly where: string;
  /** Keys of the wider design that this version does not have. */
  readonly later?: readonly string[];
  /** Keys that are decoded elsewhere. */
  readonly others?: readonly string[];
}

/** Decodes a mapping by its table. Unknown and missing keys are reported; what is wrong is left out. */
export function decodeKeys<Table extends KeyTable>(
  mapping: YamlMapping,
  table: Table,
  where: Where,
  context: Context,
): Decoded<Table>;
export function decodeKeys(mapping: YamlMapping, table: KeyTable, where: Where, context: Context): object {
  const decoded: [string, unknown][] = [];
  const meant = new Set<string>();
  for (const entry of mapping.entries) {
    const name = entry.key.value;
    const key = Object.hasOwn(table, name) ? table[name] : undefined;
    if (key === undefined) {
      if (where.others?.includes(name) === true) continue;
      meant.add(reportUnknown(entry, mapping, table, where, context) ?? '');
      continue;
    }
    const value = decodeAs(key.type, { node: entry.value, key: name, example: exampleOf(key) }, context);
    if (value !== undefined) decoded.push([camelCase(name), value]);
  }
  for (const [name, key] of Object.entries(table)) {
    // What was misspelt is not missing, too.
    if (key.required !== true || meant.has(name)) continue;
    if (mapping.entries.some((entry) => entry.key.value === name)) continue;
    const first = mapping.entries[0]?.key.span ?? mapping.span;
    context.report('C1002', first, { key: name, where: where.where, example: `${name}: ${exampleOf(key)}` });
  }
  return Object.fromEntries(decoded);
}

export function exampleOf(key: Key): string {
  return key.example ?? typeWords[key.type].example;
}

/** Yields the key that was probably meant. */
function reportUnknown(
  entry: YamlEntry,
  mapping: YamlMapping,
  table: KeyTable,
  where: Where,
  context: Context,
): string | undefined {
  const { value: key, span } = entry.key;
  if (where.later?.includes(key) === true) {
    context.report('C1007', span, { construct: `${key}:` });
    return undefined;
  }
  const known = [...Object.keys(table), ...(where.others ?? [])];
  const free = known.filter((name) => !mapping.entries.some((other) => other.key.value === name));
  const near = closest(key, free);
  const fixes: readonly Fix[] = near
    .slice(0, 1)
    .map((text) => ({ title: `write ${text}`, safety: 'unsafe', edits: [{ span, text }] }));
  context.report('C1001', span, { key, where: where.where, near, known }, { fixes });
  return near[0];
}
