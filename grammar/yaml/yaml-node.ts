import type { Place } from '../place.js';
import type { Located, Span } from '../span.js';

/** A file's YAML, without what our files may not contain; every part knows its place. */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlEmpty | YamlBroken;

export interface YamlScalar {
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
}

export interface YamlEntry {
  readonly key: Located<string>;
  readonly value: YamlNode;
}

export interface YamlMapping {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
  /** The first entry's first line. */
  readonly span: Span;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  /** The first item's first line. */
  readonly span: Span;
}

/** Nothing after the colon, or `null`, or `~`; stands on the key where nothing was written. */
export interface YamlEmpty {
  readonly kind: 'empty';
  readonly span: Span;
}

/** Reported already: whoever meets it says nothing more. */
export interface YamlBroken {
  readonly kind: 'broken';
  readonly span: Span;
}

export function entryOf(mapping: YamlMapping, key: string): YamlEntry | undefined {
  return mapping.entries.find((entry) => entry.key.value === key);
}
