import type { StandardJSONSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from '../../compiler/extensions/manifest.js';

/** Plain JSON Schema (TypeBox writes it too), or a library's schema that can turn itself into it. */
export type SchemaSource = JsonSchema | StandardJSONSchemaV1;

/** The values that a schema lets through, as far as its type tells. */
export type ValueOf<Schema> = Schema extends StandardJSONSchemaV1 ? StandardJSONSchemaV1.InferInput<Schema> : FromJson<Schema>;

type FromJson<Schema> = Schema extends { readonly const: infer Value }
  ? Value
  : Schema extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : Schema extends { readonly type: 'string' }
      ? string
      : Schema extends { readonly type: 'number' | 'integer' }
        ? number
        : Schema extends { readonly type: 'boolean' }
          ? boolean
          : Schema extends { readonly type: 'array'; readonly items: infer Item }
            ? readonly FromJson<Item>[]
            : Schema extends { readonly type: 'object'; readonly properties: infer Properties }
              ? ObjectOf<Properties, RequiredOf<Schema>>
              : unknown;

type RequiredOf<Schema> = Schema extends { readonly required: readonly (infer Name)[] } ? Name : never;

type ObjectOf<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: FromJson<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: FromJson<Properties[Name]>;
};
