import { closest, quotedList } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { TreeEntry, TreeMapping } from '../tree/tree-node.js';
import type { Context } from './context.js';
import { camelCase, type Decoded, type Key, type KeyTable } from './key-table.js';

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
  mapping: TreeMapping,
  table: Table,
  where: Where,
  context: Context,
): Decoded<Table>;
export function decodeKeys(mapping: TreeMapping, table: KeyTable, where: Where, context: Context): object {
  const decoded: Record<string, unknown> = {};
  const missing = missingKeys(mapping, table, where);
  for (const entry of mapping.entries) {
    const name = entry.key.value;
    const key = Object.hasOwn(table, name) ? table[name] : undefined;
    if (key === undefined) {
      if (where.others?.includes(name) === true) continue;
      reportUnknown(entry, mapping, table, where, missing, context);
      continue;
    }
    const type = context.types[key.type];
    const value = type.decode({ node: entry.value, key: name, example: key.example ?? type.example }, context);
    if (value !== undefined) decoded[camelCase(name)] = value;
  }
  if (missing.said) return decoded;
  for (const [name, key] of missing.keys) {
    const first = mapping.entries[0]?.key.span ?? mapping.span;
    context.report('C1002', first, { key: name, where: where.where, example: `${name}: ${key.example ?? context.types[key.type].example}` });
  }
  return decoded;
}

const required = new WeakMap<KeyTable, readonly (readonly [string, Key])[]>();

function requiredKeys(table: KeyTable): readonly (readonly [string, Key])[] {
  const known = required.get(table);
  if (known !== undefined) return known;
  const found = Object.entries(table).filter(([, key]) => key.required === true);
  required.set(table, found);
  return found;
}

interface Missing {
  /** What was misspelt is not missing, too. */
  readonly keys: readonly (readonly [string, Key])[];
  /** A key that is like none may be the one: its report names them. */
  readonly said: boolean;
}

function missingKeys(mapping: TreeMapping, table: KeyTable, where: Where): Missing {
  const keys = requiredKeys(table).filter(([name]) => !mapping.entries.some(({ key }) => key.value === name));
  if (keys.length === 0) return { keys, said: false };
  const known = (name: string) => Object.hasOwn(table, name) || where.others?.includes(name) === true || where.later?.includes(name) === true;
  const meant = mapping.entries.flatMap(({ key }) => (known(key.value) ? [] : [nearKeys(key.value, mapping, table, where)]));
  return { keys: keys.filter(([name]) => !meant.flat().includes(name)), said: meant.some((near) => near.length === 0) };
}

/** The keys that a misspelt one can have been meant for, nearest first. */
function nearKeys(key: string, mapping: TreeMapping, table: KeyTable, where: Where): readonly string[] {
  const free = knownKeys(table, where).filter((name) => !mapping.entries.some((other) => other.key.value === name));
  return closest(key, free);
}

function knownKeys(table: KeyTable, { others = [] }: Where): readonly string[] {
  return [...Object.keys(table), ...others];
}

function reportUnknown(
  entry: TreeEntry,
  mapping: TreeMapping,
  table: KeyTable,
  where: Where,
  missing: Missing,
  context: Context,
): void {
  const { value: key, span } = entry.key;
  if (where.later?.includes(key) === true) {
    context.report('C1007', span, { construct: `${key}:` });
    return;
  }
  const known = knownKeys(table, where);
  const near = nearKeys(key, mapping, table, where);
  const fixes: readonly Fix[] = near
    .slice(0, 1)
    .map((text) => ({ title: `write ${text}`, safety: 'unsafe', edits: [{ span, text }] }));
  const needed = missing.keys.map(([name]) => name);
  const help = near.length > 0 || needed.length === 0 ? {} : { help: `Missing here: ${quotedList(needed, 'and')}. Known: ${known.join(', ')}.` };
  context.report('C1001', span, { key, where: where.where, near, known }, { ...help, fixes });
}
