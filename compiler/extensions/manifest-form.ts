import type { JsonSchema } from './manifest.js';
import { manifestVersion } from './manifest.js';

/** Names as campaigns write them; an action is a word with hyphens, an event one with underscores. */
export const nameForms = {
  action: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  channel: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  trigger: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  event: '^[a-z][a-z0-9]*(_[a-z0-9]+)*$',
  function: '^[a-z][a-z0-9]*(_[a-z0-9]+)*$',
} as const;

const text = { type: 'string', minLength: 1, maxLength: 1_000 };
const version = { type: 'integer', minimum: 1 };
const schema = { type: 'object' };
const ms = { type: 'integer', minimum: 1 };
const valueType = { enum: ['text', 'number', 'boolean', 'date', 'timestamp'] };
const consent = { enum: ['none', 'marketing'] };
const secrets = { type: 'array', items: text, uniqueItems: true };

function form(properties: JsonSchema, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, maxItems: 1_000 };
}

/** The form of a plugin.manifest.json, as JSON Schema. */
export const manifestForm: JsonSchema = form({
  apiVersion: { const: manifestVersion },
  name: text,
  version: text,
  actions: listOf(
    form(
      {
        name: { type: 'string', pattern: nameForms.action },
        version,
        summary: text,
        config: schema,
        output: schema,
        effect: { enum: ['idempotent', 'at-least-once'] },
        consent,
        timeouts: form({ attemptMs: ms, totalMs: ms }),
        retry: form({ attempts: ms, firstMs: ms, mostMs: ms }),
        secrets,
        source: text,
      },
      ['source'],
    ),
  ),
  triggers: listOf(
    form({
      name: { type: 'string', pattern: nameForms.trigger },
      version,
      summary: text,
      event: { type: 'string', pattern: nameForms.event },
      config: schema,
      properties: schema,
      secrets,
    }),
  ),
  channels: listOf(
    form({
      name: { type: 'string', pattern: nameForms.channel },
      version,
      summary: text,
      config: schema,
      consent,
      deadlineMs: ms,
      secrets,
    }),
  ),
  functions: listOf(
    form({
      name: { type: 'string', pattern: nameForms.function },
      version,
      summary: text,
      parameters: listOf(form({ name: { type: 'string', pattern: nameForms.function }, type: valueType })),
      result: valueType,
    }),
  ),
  hash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
});
