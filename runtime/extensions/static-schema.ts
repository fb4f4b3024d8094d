import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../compiler/extensions/is-record.js';
import { compileObjectSchema } from '../../compiler/extensions/json-schema.js';
import type { JsonSchema } from '../../compiler/extensions/manifest.js';
import { PluginError } from './plugin-error.js';
import type { SchemaSource } from './schema-type.js';

/**
 * A schema as plain JSON, the form that `perennial check` reads from the manifest.
 *
 * @throws PluginError for one that is not JSON, no schema of an object, or only validates when it
 * runs: Standard Schema v1 without Standard JSON Schema
 */
export function staticSchema(schema: SchemaSource, what: string, side: 'input' | 'output'): JsonSchema {
  const json = '~standard' in schema ? converted(schema['~standard'], what, side) : schema;
  const plain = asJson(json, what);
  const compiled = compileObjectSchema(plain);
  if (compiled.kind === 'invalid') throw new PluginError(`${what} is not valid: ${compiled.problem}.`);
  return plain;
}

function converted(standard: unknown, what: string, side: 'input' | 'output'): unknown {
  const { jsonSchema, vendor } = isRecord(standard) ? standard : {};
  const convert = isRecord(jsonSchema) ? jsonSchema[side] : undefined;
  if (typeof convert !== 'function') {
    throw new PluginError(
      `${what} is a Standard Schema of ${String(vendor)} that only validates when it runs; perennial check has to read ` +
        'it before. Take one with Standard JSON Schema (Zod 4.2, ArkType, Valibot with its JSON Schema package), ' +
        'TypeBox, or plain JSON Schema.',
    );
  }
  try {
    return convert({ target: 'draft-2020-12' });
  } catch (error) {
    throw new PluginError(`${what} cannot be written as JSON Schema: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Symbols and undefined keys are a library's own notes; what else JSON would lose must not be lost. */
function asJson(schema: unknown, what: string): JsonSchema {
  const text: string | undefined = JSON.stringify(schema);
  const plain: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isRecord(plain)) throw new PluginError(`${what} is not an object of JSON Schema.`);
  if (!isDeepStrictEqual(withoutNotes(schema), plain)) {
    throw new PluginError(`${what} holds something that JSON cannot say: a function, a date, a number without end.`);
  }
  const { $schema, ...rest } = plain;
  return $schema === 'https://json-schema.org/draft/2020-12/schema' ? rest : plain;
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === Date.prototype) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNotes(inner)]));
}
