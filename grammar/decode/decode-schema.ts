import type { EventAst, FieldAst, SchemaAst } from '../ast/schema.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile, type Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { mappingOf, namedEntries, type NamedEntry } from './entries.js';
import { given } from './given.js';
import { keyTable } from './key-table.js';

export const schemaKeys = keyTable({
  lead: { type: 'mapping', doc: 'Attributes of leads.' },
  events: { type: 'mapping', doc: 'What leads do.' },
});

export const fieldKeys = keyTable({
  type: { type: 'schema-type', required: true, doc: 'text, number, boolean, date, timestamp or enum.' },
  values: { type: 'texts', doc: 'The values of an enum.' },
  default: { type: 'value', doc: 'What holds where it is missing; without one it is optional.' },
  example: { type: 'value', doc: 'A value, for pages and previews.' },
  meaning: { type: 'text', doc: 'What it says.', example: 'The plan that was booked.' },
  personal: { type: 'boolean', default: 'false', doc: 'Personal data: kept out of logs and plans.' },
});

export const eventKeys = keyTable({
  meaning: { type: 'text', doc: 'What happened.', example: 'An account was created.' },
  product: { type: 'boolean', default: 'false', doc: 'An act in the product.' },
  effort: { type: 'number', doc: '1 (a glance) to 5 (a day’s work).', example: '2' },
  properties: { type: 'mapping', doc: 'What comes with the event.' },
});

const later = ['account', 'accounts', 'segments', 'lists'];

/** Attributes and events. With errors, as much of them as could be read. */
export function decodeSchema(source: Source): Checked<SchemaAst | undefined> {
  return decodeFile(source, (root, context) => {
    const keys = decodeKeys(root, schemaKeys, { where: 'a schema file', later }, context);
    return {
      kind: 'schema',
      lead: namedEntries(keys.lead, 'fields', context).map((named) => decodeField(named, context)),
      events: namedEntries(keys.events, 'names', context).map((named) => decodeEvent(named, context)),
      span: root.span,
    };
  });
}

function decodeField(named: NamedEntry, context: Context): FieldAst {
  const { name } = named;
  const mapping = mappingOf(named, '{ type: text }', context);
  if (mapping === undefined) return { name, span: name.span };
  const keys = decodeKeys(mapping, fieldKeys, { where: `"${name.value}"` }, context);
  const saysValues = mapping.entries.some(({ key }) => key.value === 'values');
  if (keys.type?.value === 'enum' && !saysValues) {
    const at = { key: 'values', where: `the enum "${name.value}"`, example: 'values: [free, pro]' };
    context.report('C1002', keys.type.span, at);
  }
  return { name, ...keys, span: name.span };
}

function decodeEvent(named: NamedEntry, context: Context): EventAst {
  const { name } = named;
  // An event that says nothing about itself is still an event.
  if (named.entry.value.kind === 'empty') return { name, properties: [], span: name.span };
  const mapping = mappingOf(named, '{ meaning: An account was created. }', context);
  if (mapping === undefined) return { name, properties: [], span: name.span };
  const { properties, ...keys } = decodeKeys(mapping, eventKeys, { where: `the event "${name.value}"` }, context);
  const { effort, ...rest } = keys;
  return {
    name,
    ...rest,
    ...given({ effort: effort === undefined ? undefined : withinEffort(effort, context) }),
    properties: namedEntries(properties, 'fields', context).map((property) => decodeField(property, context)),
    span: name.span,
  };
}

function withinEffort(effort: NonNullable<EventAst['effort']>, context: Context): EventAst['effort'] {
  if (effort.value >= 1 && effort.value <= 5) return effort;
  context.report('C0320', effort.span, { text: String(effort.value), wanted: 'a number from 1 to 5' });
  return undefined;
}
