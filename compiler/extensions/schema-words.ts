import type { ErrorObject } from 'ajv';
import { quotedList } from '../../grammar/did-you-mean.js';
import { partsOf } from './config-places.js';
import { isRecord } from './is-record.js';
import type { JsonSchema } from './manifest.js';

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  null: 'left out',
};

/** What a value must be, for the end of "must be …". */
export function wantedBy({ keyword, params, schema, parentSchema }: ErrorObject): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return typesInWords([params['type']].flat());
    case 'enum':
      return choicesInWords(Array.isArray(schema) ? schema : []);
    case 'const':
      return choicesInWords([params['allowedValue']]);
    case 'minLength':
      return limit === '1' ? 'a text that is not empty' : `a text of at least ${limit} characters`;
    case 'maxLength':
      return `a text of at most ${limit} characters`;
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'exclusiveMinimum':
      return `more than ${limit}`;
    case 'exclusiveMaximum':
      return `less than ${limit}`;
    case 'multipleOf':
      return `a multiple of ${String(params['multipleOf'])}`;
    case 'minItems':
      return `a list of at least ${limit}`;
    case 'maxItems':
      return `a list of at most ${limit}`;
    case 'uniqueItems':
      return 'a list without repetitions';
    case 'format':
      return `written as ${exampleOf(parentSchema) ?? String(params['format'])}`;
    case 'pattern':
      return `written like ${exampleOf(parentSchema) ?? String(params['pattern'])}`;
    case 'anyOf':
    case 'oneOf':
      return branchesInWords(Array.isArray(schema) ? schema : []);
    default: {
      const description = parentSchema?.['description'];
      return typeof description === 'string' ? `otherwise: ${description.replace(/\.$/, '')}` : 'otherwise, says its schema';
    }
  }
}

/** A person reads an example faster than a pattern. */
function exampleOf(schema: JsonSchema | undefined): string | undefined {
  const examples = schema?.['examples'];
  const first: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return typeof first === 'string' ? `"${first}"` : undefined;
}

/** What a key takes: "a text", `"low" or "high"`; empty where its schema leaves it open. */
export function wantedInWords({ type, enum: choices, const: only }: JsonSchema): string {
  if (Array.isArray(choices)) return choicesInWords(choices);
  if (only !== undefined) return choicesInWords([only]);
  return type === undefined ? '' : typesInWords([type].flat());
}

/** The type that the schema wants at a pointer, where it says so plainly. */
export function typeOfSchema(
  schema: JsonSchema,
  pointer: string,
): { readonly types: readonly string[]; readonly words: string } | undefined {
  let at: unknown = schema;
  for (const part of partsOf(pointer)) {
    if (!isRecord(at)) return undefined;
    const { properties, items, additionalProperties } = at;
    const property = isRecord(properties) && Object.hasOwn(properties, part) ? properties[part] : undefined;
    at = property ?? (isRecord(items) && /^\d+$/.test(part) ? items : additionalProperties);
  }
  if (!isRecord(at)) return undefined;
  const types = [at['type']].flat().filter((one) => typeof one === 'string');
  if (types.length === 0) return undefined;
  // A number that a lead has may well be whole.
  const accepted = types.map((one) => (one === 'integer' ? 'number' : one));
  return { types: accepted, words: typesInWords(types) };
}

function branchesInWords(branches: readonly unknown[]): string {
  const constants = branches.map((branch) => (isRecord(branch) ? branch['const'] : undefined));
  if (constants.every((one) => one !== undefined)) return choicesInWords(constants);
  const words = branches.map((branch) => (isRecord(branch) ? wantedInWords(branch) : ''));
  return words.every((one) => one !== '') ? [...new Set(words)].join(' or ') : 'one of the forms that its schema has';
}

function typesInWords(types: readonly unknown[]): string {
  return types
    .filter((one) => one !== 'null' || types.length === 1)
    .map((one) => typeWords[String(one)] ?? String(one))
    .join(' or ');
}

function choicesInWords(choices: readonly unknown[]): string {
  const texts = choices.filter((one) => one !== null);
  return texts.every((one) => typeof one === 'string')
    ? quotedList(texts.slice(0, 12))
    : texts.map((one) => JSON.stringify(one)).join(' or ');
}
