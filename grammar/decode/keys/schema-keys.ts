import { keyTable } from '../key-table.js';

export const schemaKeys = keyTable({
  lead: { type: 'fields', doc: 'Attributes of leads.' },
  account: { type: 'fields', doc: 'Attributes of accounts, the firms that leads belong to.' },
  events: { type: 'events', doc: 'What leads do.' },
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
  effort: { type: 'effort', doc: '1 (a glance) to 5 (a day’s work).' },
  properties: { type: 'fields', doc: 'What comes with the event.' },
});
