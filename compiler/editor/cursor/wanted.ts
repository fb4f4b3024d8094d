import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { Shape } from '../../../grammar/decode/key-shape.js';
import type { Key, KeyTable, KeyType } from '../../../grammar/decode/key-table.js';
import type { Cursor, Wanted } from './cursor.js';

/** What the tables of keys want at a cursor; undefined where they know nothing. */
export function wantedAt({ path, beside, at }: Cursor, top: KeyTable): Wanted | undefined {
  let here: Here = { shape: { kind: 'keys', keys: top }, key: '' };
  for (const [index, part] of path.entries()) {
    const isLast = index === path.length - 1;
    const next = part.kind === 'item' ? itemOf(here) : below(here, part.name, isLast ? beside : undefined);
    if (next === undefined) return undefined;
    here = next;
  }
  return at.kind === 'key' ? keysOf(here, beside) : valueOf(here);
}

interface Here {
  readonly shape: Shape;
  readonly type?: KeyType;
  readonly key: string;
  readonly definition?: Key;
}

function ofType(type: KeyType, key: string, definition?: Key): Here {
  return { shape: allKeyTypes[type].shape, type, key, ...(definition === undefined ? {} : { definition }) };
}

function itemOf({ shape, key }: Here): Here | undefined {
  return shape.kind === 'list' ? ofType(shape.of, key) : undefined;
}

function below({ shape, key }: Here, name: string, beside: ReadonlyMap<string, string> | undefined): Here | undefined {
  switch (shape.kind) {
    case 'keys': {
      const known = shape.keys[name];
      if (known !== undefined) return ofType(known.type, name, known);
      return shape.rest === undefined ? undefined : ofType(shape.rest, name);
    }
    case 'headed': {
      const table = headTable(shape.heads, name, beside);
      const known = table?.[name];
      if (known !== undefined) return ofType(known.type, name, known);
      return Object.hasOwn(shape.heads, name) ? ofType('name', name) : undefined;
    }
    case 'named':
      return ofType(shape.of, name);
    case 'either':
      return below({ shape: shape.nested, key }, name, beside);
    case 'list':
      return shape.single ? ofType(shape.of, name) : undefined;
    case 'scalar':
    case 'free':
      return undefined;
  }
}

/** The table of the head that is written; where none is known, one that has the key. */
function headTable(
  heads: Readonly<Record<string, KeyTable>>,
  name: string,
  beside: ReadonlyMap<string, string> | undefined,
): KeyTable | undefined {
  if (Object.hasOwn(heads, name)) return heads[name];
  const head = Object.keys(heads).find((one) => beside?.has(one) === true);
  return head === undefined ? Object.values(heads).find((table) => Object.hasOwn(table, name)) : heads[head];
}

function keysOf(here: Here, beside: ReadonlyMap<string, string>): Wanted | undefined {
  const { shape, key } = here;
  switch (shape.kind) {
    case 'keys':
      return { kind: 'keys', table: shape.keys };
    case 'headed': {
      const head = Object.keys(shape.heads).find((one) => beside.has(one));
      return head === undefined ? { kind: 'heads', heads: shape.heads } : { kind: 'keys', table: shape.heads[head] ?? {}, head };
    }
    case 'named':
      return { kind: 'names', of: shape.of, names: shape.names, key };
    case 'either':
      return keysOf({ ...here, shape: shape.nested }, beside);
    case 'scalar':
    case 'list':
      // `- 3 marketing em`: an item without a key is a value.
      return valueOf(here);
    case 'free':
      return undefined;
  }
}

function valueOf({ shape, type, key, definition }: Here): Wanted | undefined {
  const more = definition === undefined ? {} : { definition };
  switch (shape.kind) {
    case 'scalar':
      return type === undefined ? undefined : { kind: 'value', type, key, ...more };
    case 'either':
      return { kind: 'value', type: shape.scalar, key, ...more };
    case 'list':
      return shape.single ? { kind: 'value', type: shape.of, key, ...more } : undefined;
    case 'keys':
    case 'headed':
    case 'named':
    case 'free':
      return undefined;
  }
}
