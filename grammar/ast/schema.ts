import type { Located, Span } from '../span.js';

export type SchemaTypeName = 'text' | 'number' | 'boolean' | 'date' | 'timestamp' | 'enum';

export interface FieldAst {
  readonly name: Located<string>;
  readonly type?: Located<SchemaTypeName>;
  /** The values of an enum. */
  readonly values?: readonly Located<string>[];
  readonly default?: Located<string | number | boolean>;
  readonly example?: Located<string | number | boolean>;
  readonly meaning?: Located<string>;
  /** Personal data: never in logs, plans or workflow histories. */
  readonly personal?: Located<boolean>;
  readonly span: Span;
}

export interface EventAst {
  readonly name: Located<string>;
  readonly meaning?: Located<string>;
  readonly product?: Located<boolean>;
  /** 1 (a glance) to 5 (a day's work): the time the act costs the lead (domain.md S-13). */
  readonly effort?: Located<number>;
  readonly properties: readonly FieldAst[];
  readonly span: Span;
}

export interface SchemaAst {
  readonly kind: 'schema';
  readonly lead: readonly FieldAst[];
  readonly account: readonly FieldAst[];
  readonly events: readonly EventAst[];
  readonly span: Span;
}
