import type { Place } from '../place.js';
import type { Located, Span } from '../span.js';

/** What a file holds in either surface, before it means anything; every part knows its place. */
export type TreeNode = TreeScalar | TreeMapping | TreeSequence | TreeEmpty | TreeBroken;

/** What an author wrote beside the values; only who prints a tree asks for it. */
export interface Remarks {
  /** The comments on lines of their own above it, each from its `#`; `''` is a blank line between two. */
  readonly above?: readonly string[];
  /** The comment behind it on its line, from its `#`. */
  readonly behind?: string;
  /** A blank line stands before it and its comments. */
  readonly gap?: true;
}

export interface TreeScalar {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** As the author meant it: unquoted, unfolded, but never turned into a number. */
  readonly text: string;
  /** What YAML would take it for. Quoted and block scalars are text. */
  readonly type: 'text' | 'number' | 'boolean';
  /** With its quotes, or from the `|`. */
  readonly span: Span;
  /** Maps offsets in `text` to the file. */
  readonly place: Place;
  /** The comment behind it on its line. */
  readonly comment?: Span;
  /** Its source as written. */
  readonly source: string;
  /** Of an item of a list. */
  readonly remarks?: Remarks;
}

export interface TreeEntry {
  readonly key: Located<string>;
  readonly value: TreeNode;
  readonly remarks?: Remarks;
}

export interface TreeMapping {
  readonly kind: 'mapping';
  readonly entries: readonly TreeEntry[];
  /** The first entry's first line. */
  readonly span: Span;
  /** Of an item of a list. */
  readonly remarks?: Remarks;
  /** Comments behind the last entry that belong to nothing after it. */
  readonly foot?: readonly string[];
  /** Written in braces on its line. */
  readonly flow?: true;
}

export interface TreeSequence {
  readonly kind: 'sequence';
  readonly items: readonly TreeNode[];
  /** The first item's first line. */
  readonly span: Span;
  /** Of an item of a list. */
  readonly remarks?: Remarks;
  /** Comments behind the last item that belong to nothing after it. */
  readonly foot?: readonly string[];
  /** Written in brackets on its line. */
  readonly flow?: true;
}

/** Nothing after the colon, or `null`, or `~`; stands on the key where nothing was written. */
export interface TreeEmpty {
  readonly kind: 'empty';
  readonly span: Span;
  /** Of an item of a list. */
  readonly remarks?: Remarks;
}

/** Reported already: whoever meets it says nothing more. */
export interface TreeBroken {
  readonly kind: 'broken';
  readonly span: Span;
  /** Of an item of a list. */
  readonly remarks?: Remarks;
}

export function entryOf(mapping: TreeMapping, key: string): TreeEntry | undefined {
  return mapping.entries.find((entry) => entry.key.value === key);
}
