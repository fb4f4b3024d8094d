import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isRecord } from './is-record.js';
import type { JsonSchema } from './manifest.js';

export type CompiledSchema =
  | { readonly kind: 'compiled'; readonly validate: ValidateFunction }
  | { readonly kind: 'invalid'; readonly problem: string };

// Nothing stays inside: schemas of many checks pass through one long-lived editor.
let shared: Ajv2020 | undefined;

/** Made at its first use: most repositories have no plug-in. */
function ajv(): Ajv2020 {
  if (shared !== undefined) return shared;
  shared = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictTuples: false,
    addUsedSchema: false,
    logger: false,
  });
  addFormats.default(shared);
  return shared;
}

const compiled = new WeakMap<JsonSchema, CompiledSchema>();

/** Compiles each schema object once. Never fetches: a `$ref` leads inside the schema or nowhere. */
export function compileSchema(schema: JsonSchema): CompiledSchema {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

/** As `compileSchema`, for what has to be an object with keys. */
export function compileObjectSchema(schema: JsonSchema): CompiledSchema {
  if (schema['type'] !== 'object') return { kind: 'invalid', problem: 'it must have "type": "object"' };
  return compileSchema(schema);
}

/** For a form of our own: whoever passes it is a `T`. @throws for a form that is no schema: a bug */
export function compileForm<T>(schema: JsonSchema): ValidateFunction<T> {
  return ajv().compile<T>(schema);
}

function compile(schema: JsonSchema): CompiledSchema {
  const { $schema } = schema;
  if (typeof $schema === 'string' && !/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test($schema)) {
    return { kind: 'invalid', problem: `draft 2020-12 is wanted, and it is written for ${$schema}` };
  }
  try {
    return { kind: 'compiled', validate: ajv().compile(closed(schema)) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', problem: words.replace(/^schema is invalid: /, '').replace(/\.$/, '') };
  }
}

/**
 * The same schema, with every object that names its keys closed to others, unless it says
 * otherwise itself: a key that nobody reads is a slip of the pen.
 */
function closed(schema: JsonSchema): JsonSchema {
  const inner = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === 'properties' && isRecord(value)) return [keyword, mapValues(value)] as const;
    if (keyword === 'items' && isRecord(value)) return [keyword, closed(value)] as const;
    return [keyword, value] as const;
  });
  const open = !isRecord(schema['properties']) || 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
  return { ...Object.fromEntries(inner), ...(open ? {} : { unevaluatedProperties: false }) };
}

function mapValues(properties: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, isRecord(property) ? closed(property) : property]),
  );
}
