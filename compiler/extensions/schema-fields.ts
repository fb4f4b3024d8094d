import type { ValueType } from '../plan/ir.js';
import { isRecord } from './is-record.js';
import type { JsonSchema } from './manifest.js';

/** One value that a plug-in hands over, in the language's own types. */
export interface ExtensionField {
  readonly type: ValueType;
  /** Of an enum. */
  readonly values?: readonly string[];
  readonly optional: boolean;
  readonly meaning?: string;
}

/** The properties of an object schema that the language has a type for; lists and objects it has none. */
export function fieldsOfSchema(schema: JsonSchema): ReadonlyMap<string, ExtensionField> {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(properties).flatMap(([name, property]) => {
    const field = isRecord(property) ? fieldOf(property, !required.includes(name)) : undefined;
    return field === undefined ? [] : [[name, field] as const];
  });
  return new Map(fields);
}

function fieldOf(schema: JsonSchema, missing: boolean): ExtensionField | undefined {
  const types: readonly unknown[] = [schema['type']].flat();
  const [type, ...others] = types.filter((one) => one !== 'null');
  const valueType = others.length > 0 ? undefined : valueTypeOf(type, schema);
  if (valueType === undefined) return undefined;
  const { enum: choices, description } = schema;
  const values = Array.isArray(choices) ? choices.filter((one) => typeof one === 'string') : [];
  return {
    type: valueType,
    ...(values.length === 0 ? {} : { values }),
    optional: missing || types.includes('null'),
    ...(typeof description === 'string' ? { meaning: description } : {}),
  };
}

function valueTypeOf(type: unknown, { enum: choices, format }: JsonSchema): ValueType | undefined {
  switch (type) {
    case 'string':
      if (format === 'date') return 'date';
      return format === 'date-time' ? 'timestamp' : 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case undefined:
      // `enum: [a, b]` alone says it all.
      return Array.isArray(choices) && choices.every((one) => typeof one === 'string' || one === null) ? 'text' : undefined;
    default:
      return undefined;
  }
}
