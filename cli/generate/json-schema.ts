import { sendableSchema } from '../../compiler/data-contract/field-schema.js';
import type { DataContract } from '../../compiler/data-contract/read-contract.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import { generatedFrom } from './generated-from.js';

/** The contract as JSON Schema, draft 2020-12: one message of the Segment API, `track` or `identify`. */
export function jsonSchemaOf(contract: DataContract): string {
  const { lead, account, events, plan } = contract;
  const pointer = (name: string) => `#/$defs/events/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: generatedFrom(contract),
    type: 'object',
    required: ['type'],
    properties: { type: { enum: ['identify', 'track'] } },
    oneOf: [
      { properties: { type: { const: 'identify' }, traits: { $ref: '#/$defs/lead' } } },
      ...events.map(({ name }) => ({
        properties: { type: { const: 'track' }, event: { const: name.value }, properties: { $ref: pointer(name.value) } },
        required: ['event'],
      })),
    ],
    $defs: {
      lead: objectOf('What is known of a lead.', lead, plan.lead),
      ...(account.length === 0 ? {} : { account: objectOf('What is known of an account.', account, plan.account ?? {}) }),
      events: Object.fromEntries(
        events.map(({ name, meaning, properties }) => {
          return [name.value, objectOf(meaning?.value, properties, plan.events[name.value]?.properties ?? {})];
        }),
      ),
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function objectOf(
  description: string | undefined,
  fields: readonly FieldAst[],
  plans: DataContract['plan']['lead'],
): object {
  const properties = fields.flatMap(({ name, meaning, example }) => {
    const plan = plans[name.value];
    if (plan === undefined) return [];
    const schema = {
      ...sendableSchema(plan),
      ...(meaning === undefined ? {} : { description: meaning.value }),
      ...(plan.default === undefined ? {} : { default: plan.default }),
      ...(example === undefined ? {} : { examples: [example.value] }),
    };
    return [[name.value, schema] as const];
  });
  return {
    ...(description === undefined ? {} : { description }),
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}
