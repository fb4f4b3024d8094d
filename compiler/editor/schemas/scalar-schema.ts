import type { KeyType } from '../../../grammar/decode/key-table.js';
import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import { reservedWords } from '../../../grammar/expressions/tokens.js';
import type { JsonSchema } from './json-schema.js';

/** What YAML may make of a scalar that we read as text. */
const anyScalar = ['string', 'number', 'boolean'] as const;

const nameStart = `(?!(?:${reservedWords.join('|')})$)`;

/** Scalars that are no text, or of which a pattern says more; all else is a phrase. */
const scalars: { readonly [Type in KeyType]?: JsonSchema } = {
  name: { type: 'string', pattern: `^${nameStart}[A-Za-z_](?:[\\w-]*\\w)?$` },
  text: { type: anyScalar },
  'strict-text': { type: 'string' },
  number: { type: 'number' },
  'whole-number': { type: 'integer', minimum: 1 },
  effort: { type: 'number', minimum: 1, maximum: 5 },
  boolean: { type: 'boolean' },
  value: { type: anyScalar },
  moment: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})?)?$' },
  'calendar-day': { type: 'string', pattern: '^(?:\\d{4}-)?\\d{2}-\\d{2}$' },
  attribute: { type: 'string', pattern: '^(?:lead|account)\\.' },
  duration: { type: 'string', pattern: '^\\d+(?:s|min|h|d|w|mo|y)$' },
  percent: { type: 'string', pattern: '^\\d+(?:\\.\\d+)?%$' },
  // `to: true`, `to: 3`.
  expression: { type: anyScalar },
};

/** The schema of a value that is a single scalar. */
export function scalarSchema(type: KeyType, words: readonly string[] | undefined): JsonSchema {
  const { wanted, example } = allKeyTypes[type];
  if (words !== undefined) return { description: `${capital(wanted)}.`, type: 'string', enum: words };
  const schema = scalars[type] ?? { type: 'string' };
  return { description: `${capital(wanted)}.`, ...schema, examples: [typedExample(schema, example)] };
}

/** An example as YAML would read it. */
export function typedExample({ type }: JsonSchema, example: string): string | number | boolean {
  if (type === 'number' || type === 'integer') return Number(example);
  return type === 'boolean' ? example === 'true' : example;
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
