import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { allPhrases, type PhraseType, type PhraseTypes } from '../expressions/all-phrases.js';
import type { Located } from '../span.js';
import type { TreeMapping } from '../tree/tree-node.js';
import type { Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodePhrase } from './decode-phrase.js';
import { namedEntries } from './entries.js';
import type { NameStyle, Shape } from './key-shape.js';
import type { Decoded, KeyTable, KeyType, KeyTypes } from './key-table.js';
import { contentSpan, reportKind, scalarOf, type Input } from './read-scalar.js';

export interface Words {
  /** For "… wants a name, not a list". */
  readonly wanted: string;
  readonly example: string;
}

/** Yields nothing where the value is wrong, which is reported then. */
export type Decode<T> = (input: Input, context: Context) => T | undefined;

/** All there is to know of the value of a key. */
export interface KeyTypeDefinition<T> extends Words {
  readonly shape: Shape;
  readonly decode: Decode<T>;
}

export type KeyTypeDefinitions = { readonly [Type in KeyType]: KeyTypeDefinition<KeyTypes[Type]> };

/** The definitions of some key types, as one file writes them. */
export type SomeKeyTypes<Type extends KeyType> = { readonly [Each in Type]: KeyTypeDefinition<KeyTypes[Each]> };

export function scalarType<T>(wanted: string, example: string, decode: Decode<T>): KeyTypeDefinition<T> {
  return { wanted, example, shape: { kind: 'scalar' }, decode };
}

export function phraseType<Type extends PhraseType>(
  type: Type,
  wanted: string,
  example: string,
): KeyTypeDefinition<PhraseTypes[Type]> {
  const { parse } = allPhrases[type];
  return scalarType(wanted, example, (input, context) => decodePhrase(input, parse, wanted, context));
}

/** One of a few words. */
export function wordType<const Known extends string>(
  known: readonly Known[],
  wanted: string,
  example: Known,
): KeyTypeDefinition<Located<Known>> {
  const decode: Decode<Located<Known>> = (input, context) => {
    const scalar = scalarOf(input, wanted, context);
    if (scalar === undefined) return undefined;
    const { text, span } = scalar;
    const value = known.find((word) => word === text);
    if (value !== undefined) return { value, span: contentSpan(scalar) };
    const near = closest(text, known);
    const fixes: readonly Fix[] = near
      .slice(0, 1)
      .map((word) => ({ title: `write ${word}`, safety: 'unsafe', edits: [{ span, text: word }] }));
    context.report('C1006', span, { key: input.key, text, near, known }, { fixes });
    return undefined;
  };
  return { wanted, example, shape: { kind: 'scalar', words: known }, decode };
}

export function listType<Of extends KeyType>(
  of: Of,
  wanted: string,
  example: string,
): KeyTypeDefinition<readonly KeyTypes[Of][]> {
  const decode: Decode<readonly KeyTypes[Of][]> = (input, context) => {
    if (input.node.kind === 'sequence') return itemsOf(of, input, input.node.items, context);
    reportKind(input, wanted, context);
    return undefined;
  };
  return { wanted, example, shape: { kind: 'list', of, single: false }, decode };
}

/** As `listType`, where a single value may stand without the list. */
export function oneOrListType<Of extends KeyType>(
  of: Of,
  wanted: string,
  example: string,
): KeyTypeDefinition<readonly KeyTypes[Of][]> {
  const decode: Decode<readonly KeyTypes[Of][]> = (input, context) => {
    const { node } = input;
    return itemsOf(of, input, node.kind === 'sequence' ? node.items : [node], context);
  };
  return { wanted, example, shape: { kind: 'list', of, single: true }, decode };
}

function itemsOf<Of extends KeyType>(
  of: Of,
  { key }: Input,
  nodes: readonly Input['node'][],
  context: Context,
): readonly KeyTypes[Of][] {
  const { decode, example } = context.types[of];
  const items: KeyTypes[Of][] = [];
  for (const node of nodes) {
    const item = decode({ node, key, example }, context);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** `build` gets `undefined` for a value that is wrong: its name may be known all the same. */
export function namedType<Of extends KeyType, T>(
  of: Of,
  names: NameStyle,
  words: Words,
  build: (name: Located<string>, value: KeyTypes[Of] | undefined) => T | undefined,
): KeyTypeDefinition<readonly T[]> {
  const decode: Decode<readonly T[]> = (input, context) => {
    const { node } = input;
    if (node.kind !== 'mapping') {
      reportKind(input, words.wanted, context);
      return undefined;
    }
    const below = context.types[of];
    const built: T[] = [];
    for (const { name, entry } of namedEntries(node, names, input.key, context)) {
      const value = below.decode({ node: entry.value, key: name.value, example: below.example }, context);
      const one = build(name, value);
      if (one !== undefined) built.push(one);
    }
    return built;
  };
  return { ...words, shape: { kind: 'named', of, names }, decode };
}

/** Single values by name. */
export function valuesType(
  names: NameStyle,
  words: Words,
): KeyTypeDefinition<ReadonlyMap<string, KeyTypes['value']>> {
  const { decode, shape } = namedType('value', names, words, (name, value) =>
    value === undefined ? undefined : ([name.value, value] as const),
  );
  return {
    ...words,
    shape,
    decode: (input, context) => {
      const pairs = decode(input, context);
      return pairs === undefined ? undefined : new Map(pairs);
    },
  };
}

/** A mapping of keys that the language knows; `where` names it in messages. */
export function keysType<const Table extends KeyTable, T>(
  keys: Table,
  words: Words & { where(key: string): string },
  build: (decoded: Decoded<Table>, mapping: TreeMapping, context: Context) => T | undefined,
): KeyTypeDefinition<T> {
  const { wanted, example } = words;
  const decode: Decode<T> = (input, context) => {
    const { node } = input;
    if (node.kind === 'mapping') {
      return build(decodeKeys(node, keys, { where: words.where(input.key) }, context), node, context);
    }
    reportKind(input, wanted, context);
    return undefined;
  };
  return { wanted, example, shape: { kind: 'keys', keys }, decode };
}
