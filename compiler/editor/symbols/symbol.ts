import type { Located, Span } from '../../../grammar/span.js';

export type SymbolKind =
  | 'campaign'
  | 'step'
  | 'template'
  | 'playlist'
  | 'attribute'
  | 'event'
  | 'property'
  | 'segment'
  | 'list'
  | 'topic'
  | 'sender'
  | 'hours';

/** Something with a name; `of` says where the name holds. */
export interface NamedSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** The campaign of a step, template or playlist; the event of a property; `lead` or `account` of an attribute. */
  readonly of?: string;
}

/** A place where a symbol is named. */
export interface Occurrence {
  readonly symbol: NamedSymbol;
  readonly span: Span;
  readonly role: 'definition' | 'reference';
  /** The definition is a whole file, which bears the name. */
  readonly isFile?: true;
}

export function sameSymbol(one: NamedSymbol, other: NamedSymbol): boolean {
  return one.kind === other.kind && one.name === other.name && one.of === other.of;
}

export function symbolKey({ kind, name, of }: NamedSymbol): string {
  return `${kind} ${of ?? ''} ${name}`;
}

export function definition(kind: SymbolKind, { value, span }: Located<string>, of?: string): Occurrence {
  return { symbol: { kind, name: value, ...(of === undefined ? {} : { of }) }, span, role: 'definition' };
}

export function reference(kind: SymbolKind, { value, span }: Located<string>, of?: string): Occurrence {
  return { symbol: { kind, name: value, ...(of === undefined ? {} : { of }) }, span, role: 'reference' };
}
