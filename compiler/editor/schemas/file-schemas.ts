import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { Shape } from '../../../grammar/decode/key-shape.js';
import type { Key, KeyTable, KeyType } from '../../../grammar/decode/key-table.js';
import { campaignKeys } from '../../../grammar/decode/keys/campaign-keys.js';
import { schemaKeys } from '../../../grammar/decode/keys/schema-keys.js';
import { scoringKeys } from '../../../grammar/decode/keys/scoring-keys.js';
import { segmentsKeys } from '../../../grammar/decode/keys/segment-keys.js';
import { testKeys, testsKeys } from '../../../grammar/decode/keys/test-keys.js';
import { workspaceKeys } from '../../../grammar/decode/keys/workspace-keys.js';
import { campaignKinds, stages } from '../../names/built-in.js';
import type { JsonSchema } from './json-schema.js';
import { capital, scalarSchema, typedExample } from './scalar-schema.js';
import { headSnippets, valueSnippet } from './snippets.js';

/** The files of a repository that are written in YAML, by what they hold. */
export const yamlFiles = {
  workspace: { title: 'What all campaigns share', glob: 'perennial.yaml' },
  schema: { title: 'Attributes and events', glob: 'schema/*.yaml' },
  segments: { title: 'Segments', glob: 'segments/*.yaml' },
  scoring: { title: 'Scoring', glob: 'scoring/*.yaml' },
  campaign: { title: 'A campaign', glob: 'campaigns/*.yaml' },
  tests: { title: 'Tests of campaigns', glob: 'tests/*.test.yaml' },
} as const;

export type YamlFileKind = keyof typeof yamlFiles;

/** The table of keys that a file begins with. */
export const rootKeys: { readonly [Kind in YamlFileKind]: KeyTable } = {
  workspace: workspaceKeys,
  schema: schemaKeys,
  segments: segmentsKeys,
  scoring: scoringKeys,
  campaign: campaignKeys,
  tests: testKeys,
};

/** An empty value says all there is to say. */
const mayBeEmpty: ReadonlySet<KeyType> = new Set(['event']);

/** Names that the product knows, where authors may add their own. */
const knownNames: Readonly<Record<string, readonly string[]>> = {
  kind: campaignKinds,
  stage: stages,
};

/**
 * The JSON Schema of a kind of file, draft 7, made of the tables that the decoder reads by.
 *
 * It knows keys, words and shapes; phrases it takes for texts.
 */
export function fileSchema(kind: YamlFileKind): JsonSchema {
  const used = new Map<KeyType, JsonSchema>();
  const build = createBuilder(used);
  const root = kind === 'tests' ? eitherOfTests(build) : build.table(rootKeys[kind]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: yamlFiles[kind].title,
    ...root,
    definitions: Object.fromEntries([...used].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** One test is the file; several stand in a list. */
function eitherOfTests(build: Builder): JsonSchema {
  return { if: { required: ['tests'] }, then: build.table(testsKeys), else: build.table(testKeys) };
}

interface Builder {
  table(keys: KeyTable, more?: { readonly rest?: KeyType | undefined; readonly head?: string }): JsonSchema;
}

function createBuilder(used: Map<KeyType, JsonSchema>): Builder {
  const reference = (type: KeyType): string => {
    if (!used.has(type)) {
      // Named before it is made: steps hold steps.
      used.set(type, {});
      used.set(type, definition(type));
    }
    return `#/definitions/${type}`;
  };

  const definition = (type: KeyType): JsonSchema => {
    const { shape, wanted } = allKeyTypes[type];
    if (shape.kind === 'scalar') return scalarSchema(type, shape.words);
    const schema = shaped(shape);
    const described = { description: `${capital(wanted)}.`, ...schema };
    return mayBeEmpty.has(type) ? { ...described, type: ['object', 'null'] } : described;
  };

  const shaped = (shape: Shape): JsonSchema => {
    switch (shape.kind) {
      case 'scalar':
        return {};
      case 'free':
        return { type: ['object', 'array', 'string', 'number', 'boolean'] };
      case 'list': {
        const list: JsonSchema = { type: 'array', items: { $ref: reference(shape.of) } };
        return shape.single ? { if: { type: 'array' }, then: list, else: { $ref: reference(shape.of) } } : list;
      }
      case 'named':
        return {
          type: 'object',
          additionalProperties: { $ref: reference(shape.of) },
          ...(shape.names === 'cases' ? {} : { propertyNames: { pattern: namePatterns[shape.names] } }),
        };
      case 'keys':
        return table(shape.keys, { rest: shape.rest });
      case 'headed':
        return headed(shape.heads);
      case 'either':
        return { if: { type: 'object' }, then: shaped(shape.nested), else: { $ref: reference(shape.scalar) } };
    }
  };

  /** By the head that is there, and only by it: one mistake gives one message. */
  const headed = (heads: Readonly<Record<string, KeyTable>>): JsonSchema => {
    const names = Object.keys(heads);
    const none: JsonSchema = {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(names.map((head) => [head, headValue(head, heads[head] ?? {})])),
    };
    const chain = names.reduceRight<JsonSchema>(
      (rest, head) => ({ if: { required: [head] }, then: table(heads[head] ?? {}, { head }), else: rest }),
      none,
    );
    return { ...chain, defaultSnippets: headSnippets(heads) };
  };

  const headValue = (head: string, keys: KeyTable): JsonSchema => {
    const own = keys[head];
    return own === undefined ? { $ref: reference('name') } : valueOf(head, own);
  };

  const valueOf = (name: string, key: Key): JsonSchema => {
    const { shape, example } = allKeyTypes[key.type];
    const words = [key.doc, ...(key.default === undefined ? [] : [`Left out: ${key.default}.`])].join(' ');
    const known = key.type === 'name' ? knownNames[name] : undefined;
    const fallback = defaultOf(key);
    return {
      $ref: reference(key.type),
      description: words,
      markdownDescription: `${words}\n\n\`${name}: ${key.example ?? example}\``,
      ...(shape.kind === 'scalar'
        ? { examples: known ?? [typedExample(scalarSchema(key.type, undefined), key.example ?? example)] }
        : { defaultSnippets: [{ label: name, description: key.doc, body: valueSnippet(key) }] }),
      ...(fallback === undefined ? {} : { default: fallback }),
    };
  };

  const table: Builder['table'] = (keys, { rest, head } = {}) => {
    const own = head === undefined || Object.hasOwn(keys, head) ? [] : [head];
    const required = [...own, ...Object.entries(keys).flatMap(([name, key]) => (key.required === true ? [name] : []))];
    const properties = [
      ...own.map((name) => [name, { $ref: reference('name'), description: 'The id of the step.' }] as const),
      ...Object.entries(keys).map(([name, key]) => [name, valueOf(name, key)] as const),
    ];
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: rest === undefined ? false : { $ref: reference(rest) },
    };
  };

  return { table };
}

const namePatterns = {
  names: '^[A-Za-z_](?:[\\w-]*\\w)?$',
  fields: '^[A-Za-z_]\\w*$',
} as const;

/** A default that is a value, and not a word about one. */
function defaultOf({ type, default: words }: Key): string | boolean | undefined {
  if (words === undefined) return undefined;
  const { shape } = allKeyTypes[type];
  if (type === 'boolean') return words === 'true';
  const isWord = shape.kind === 'scalar' && shape.words?.includes(words) === true;
  return isWord || (type === 'duration' && /^\d+[a-z]+$/.test(words)) ? words : undefined;
}
