import type { KeyTable, KeyType } from './key-table.js';

/** Which words can be the author's names: fields stand in expressions, cases may be any text. */
export type NameStyle = 'names' | 'fields' | 'cases';

/** What a value looks like in a file, on either surface; what stands below is said by further key types. */
export type Shape =
  /** One phrase, name, text, number or word; `words` where there are only a few. */
  | { readonly kind: 'scalar'; readonly words?: readonly string[] }
  /** Any number of values; with `single` one may stand without the list. */
  | { readonly kind: 'list'; readonly of: KeyType; readonly single: boolean }
  /** Keys that the author chooses, and the same under each. */
  | { readonly kind: 'named'; readonly of: KeyType; readonly names: NameStyle }
  /** Keys that the language knows; `rest` is what any other key holds. */
  | { readonly kind: 'keys'; readonly keys: KeyTable; readonly rest?: KeyType }
  /** Keys that the language knows; which ones, the head says. */
  | { readonly kind: 'headed'; readonly heads: Readonly<Record<string, KeyTable>> }
  /** One value in short, or keys. */
  | { readonly kind: 'either'; readonly scalar: KeyType; readonly nested: Shape }
  /** Whatever the author writes: values, lists and mappings. */
  | { readonly kind: 'free' };
