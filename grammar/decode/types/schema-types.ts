import { given } from '../given.js';
import { eventKeys, fieldKeys } from '../keys/schema-keys.js';
import { decodeKeys } from '../decode-keys.js';
import { namedType, type KeyTypeDefinition, type SomeKeyTypes } from '../key-type.js';
import type { KeyTypes } from '../key-table.js';
import { reportKind } from '../read-scalar.js';

const event = { wanted: 'keys with values', example: '{ meaning: An account was created. }' } as const;

/** Attributes, events and their properties. */
export const schemaTypes: SomeKeyTypes<'field' | 'fields' | 'event' | 'events'> = {
  field: field(),
  fields: namedType('field', 'fields', { wanted: 'attributes by name', example: '{ plan: { type: text } }' }, (name, keys) => ({
    name,
    ...keys,
    span: name.span,
  })),
  event: {
    ...event,
    shape: { kind: 'keys', keys: eventKeys },
    decode: (input, context) => {
      const { node, key } = input;
      // An event that says nothing about itself is still an event.
      if (node.kind === 'empty') return { properties: [] };
      if (node.kind !== 'mapping') {
        reportKind(input, event.wanted, context);
        return undefined;
      }
      const { properties, ...keys } = decodeKeys(node, eventKeys, { where: `the event "${key}"` }, context);
      return { ...keys, properties: properties ?? [] };
    },
  },
  events: namedType('event', 'names', { wanted: 'events by name', example: `{ signed_up: ${event.example} }` }, (name, keys) => ({
    name,
    ...(keys ?? { properties: [] }),
    span: name.span,
  })),
};

function field(): KeyTypeDefinition<KeyTypes['field']> {
  const wanted = 'keys with values';
  return {
    wanted,
    example: '{ type: text }',
    shape: { kind: 'keys', keys: fieldKeys },
    decode: (input, context) => {
      const { node, key: name } = input;
      if (node.kind !== 'mapping') {
        reportKind(input, wanted, context);
        return undefined;
      }
      const keys = decodeKeys(node, fieldKeys, { where: `"${name}"` }, context);
      const saysValues = node.entries.some(({ key }) => key.value === 'values');
      if (keys.type?.value === 'enum' && !saysValues) {
        const at = { key: 'values', where: `the enum "${name}"`, example: 'values: [free, pro]' };
        context.report('C1002', keys.type.span, at);
      }
      return given(keys);
    },
  };
}
