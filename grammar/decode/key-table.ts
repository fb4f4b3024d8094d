import type { AgainAst, AtAst, EmailAst, GoalAst, LateAst, UnsureAst } from '../ast/campaign.js';
import type { ExprAst } from '../ast/expression.js';
import type { SchemaTypeName } from '../ast/schema.js';
import type { OverCapAst } from '../ast/workspace.js';
import type { Duration } from '../duration.js';
import type { Located } from '../span.js';
import type { YamlMapping, YamlSequence } from '../yaml/yaml-node.js';

/** What a key of each type yields. Lists and mappings are for the caller to go on with. */
export interface KeyTypes {
  readonly name: Located<string>;
  readonly text: Located<string>;
  readonly names: readonly Located<string>[];
  readonly texts: readonly Located<string>[];
  readonly number: Located<number>;
  readonly boolean: Located<boolean>;
  readonly value: Located<string | number | boolean>;
  readonly moment: Located<string>;
  readonly duration: Located<Duration>;
  readonly expression: ExprAst;
  readonly attribute: ExprAst;
  readonly at: AtAst;
  readonly again: AgainAst;
  readonly goal: GoalAst;
  readonly email: EmailAst;
  readonly 'over-cap': OverCapAst;
  readonly late: Located<LateAst>;
  readonly unsure: Located<UnsureAst>;
  readonly 'schema-type': Located<SchemaTypeName>;
  readonly opt: Located<'in' | 'out'>;
  readonly list: YamlSequence;
  readonly mapping: YamlMapping;
}

export type KeyType = keyof KeyTypes;

/** One key of a mapping: feeds the decoder, and whatever describes the language. */
export interface Key<Type extends KeyType = KeyType> {
  readonly type: Type;
  readonly doc: string;
  /** Reported on the mapping when it is missing. */
  readonly required?: true;
  /** What holds when the key is left out. */
  readonly default?: string;
  /** For messages and pages, where the type's own example does not fit. */
  readonly example?: string;
}

export type KeyTable = Readonly<Record<string, Key>>;

/** `at_most` in a file is `atMost` in the tree. */
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;

/** What `decodeKeys` yields for a table; a key that is missing or wrong is absent. */
export type Decoded<Table extends KeyTable> = {
  readonly [Name in keyof Table as Camel<Name>]?: KeyTypes[Table[Name]['type']];
};

export function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Types a table without widening the types of its keys. */
export function keyTable<const Table extends KeyTable>(table: Table): Table {
  return table;
}
