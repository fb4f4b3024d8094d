/** What we write of JSON Schema draft 7, the one that editors of YAML read. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly $comment?: string;
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly default?: string | number | boolean;
  readonly examples?: readonly (string | number | boolean)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly items?: JsonSchema;
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** Beyond the standard: what an editor offers to write. */
  readonly defaultSnippets?: readonly Snippet[];
}

/** `body` in the shape of the value, with `${1:words}` where the author goes on typing. */
export interface Snippet {
  readonly label: string;
  readonly description?: string;
  readonly body: SnippetBody;
}

export type SnippetBody = string | readonly SnippetBody[] | { readonly [key: string]: SnippetBody };
