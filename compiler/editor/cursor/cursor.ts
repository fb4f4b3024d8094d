import type { NameStyle } from '../../../grammar/decode/key-shape.js';
import type { Key, KeyTable, KeyType } from '../../../grammar/decode/key-table.js';

/** A key on the way from the top of a file; `item` is a place in a list. */
export type PathPart = { readonly kind: 'key'; readonly name: string } | { readonly kind: 'item' };

/** Where somebody is typing, in a file that may be half-typed. */
export interface Cursor {
  readonly path: readonly PathPart[];
  /** What stands beside, by key, as far as it is written: the mapping around the cursor. */
  readonly beside: ReadonlyMap<string, string>;
  /** In braces: what stands in the mappings around that one. */
  readonly outer?: ReadonlyMap<string, string>;
  readonly at: CursorPlace;
}

export type CursorPlace =
  /** A key is being typed from `start` on. `indent` is the column of the mapping; in braces there is none. */
  | { readonly kind: 'key'; readonly start: number; readonly indent?: number }
  /** The value of the last part of the path; `text` is what stands before the cursor, from `start` on. */
  | { readonly kind: 'value'; readonly start: number; readonly text: string; readonly indent?: number };

/** What can be typed there, by the tables of keys. */
export type Wanted =
  | { readonly kind: 'keys'; readonly table: KeyTable; readonly head?: string }
  | { readonly kind: 'heads'; readonly heads: Readonly<Record<string, KeyTable>> }
  | { readonly kind: 'names'; readonly of: KeyType; readonly names: NameStyle; readonly key: string }
  | { readonly kind: 'value'; readonly type: KeyType; readonly key: string; readonly definition?: Key };
