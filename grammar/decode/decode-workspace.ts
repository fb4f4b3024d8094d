import type { CapAst, HoursAst, SenderAst, TopicAst, WorkspaceAst } from '../ast/workspace.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import { parseCap, parseHours } from '../expressions/parse-phrases.js';
import type { Source } from '../span.js';
import { decodeFile, type Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodePhrase } from './decode-phrase.js';
import { mappingOf, namedEntries, type NamedEntry } from './entries.js';
import { keyTable } from './key-table.js';

export const workspaceKeys = keyTable({
  dsl: { type: 'number', required: true, doc: 'The version of the language.', example: '1' },
  company: { type: 'text', required: true, doc: 'The company, as mail names it.', example: 'Northwind Documents' },
  postal_address: {
    type: 'text',
    required: true,
    doc: 'The address that marketing mail must show.',
    example: '12 Harbour Street, 20457 Hamburg, Germany',
  },
  zone: { type: 'text', required: true, doc: 'The time zone where a lead has none.', example: 'Europe/Berlin' },
  activation: { type: 'name', doc: 'The event that says a user got first value.', example: 'activated' },
  free_trial: { type: 'boolean', doc: 'Whether there is a free trial.' },
  hours: { type: 'mapping', doc: 'Sending hours by name, in the lead’s zone.' },
  caps: { type: 'list', doc: 'How much marketing mail a lead gets at most.', example: '- 3 marketing emails in 7d' },
  over_cap: { type: 'over-cap', doc: 'What happens to a message over the cap.' },
  topics: { type: 'mapping', doc: 'What leads can subscribe to.' },
  senders: { type: 'mapping', doc: 'Who mail comes from.' },
  kinds: { type: 'names', doc: 'Campaign kinds of your own.', example: '[webinar]' },
});

export const topicKeys = keyTable({
  title: { type: 'text', doc: 'Its name for leads.', example: 'Product tips' },
  opt: { type: 'opt', required: true, doc: 'out: until the lead objects; in: only after consent.' },
});

export const senderKeys = keyTable({
  address: { type: 'text', required: true, doc: 'The address.', example: 'anna@northwind.example' },
  label: { type: 'text', doc: 'The name beside the address.', example: 'Anna of Northwind' },
  reply_to: { type: 'text', doc: 'Where answers go.', example: 'anna@northwind.example' },
});

const later = [
  'holidays', 'priority', 'channels', 'stages', 'company_stage', 'single_decision_maker', 'sales_cycle',
  'sdr', 'holdout', 'links', 'utm', 'retention', 'environments', 'segments', 'lists', 'quiet_hours',
];

/** What all campaigns share. With errors, as much of it as could be read. */
export function decodeWorkspace(source: Source): Checked<WorkspaceAst | undefined> {
  return decodeFile(source, (root, context) => {
    const where = { where: 'the workspace', later };
    const { hours, caps, topics, senders, kinds, ...keys } = decodeKeys(root, workspaceKeys, where, context);
    return {
      kind: 'workspace',
      ...keys,
      caps: (caps?.items ?? []).flatMap((node): readonly CapAst[] => {
        const input = { node, key: 'caps', example: '3 marketing emails in 7d' };
        return [decodePhrase(input, parseCap, 'text', context) ?? []].flat();
      }),
      hours: namedEntries(hours, 'names', context).flatMap((named) => decodeHours(named, context)),
      topics: namedEntries(topics, 'names', context).map((named) => decodeTopic(named, context)),
      senders: namedEntries(senders, 'names', context).map((named) => decodeSender(named, context)),
      kinds: kinds ?? [],
      span: root.span,
    };
  });
}

function decodeHours({ name, entry }: NamedEntry, context: Context): readonly HoursAst[] {
  const input = { node: entry.value, key: name.value, example: 'mon-fri 09:00-17:00' };
  const hours = decodePhrase(input, parseHours, 'text', context);
  return hours === undefined ? [] : [{ name, ...hours }];
}

function decodeTopic(named: NamedEntry, context: Context): TopicAst {
  const { name } = named;
  const mapping = mappingOf(named, '{ title: Product tips, opt: out }', context);
  if (mapping === undefined) return { name, span: name.span };
  const where = { where: `the topic "${name.value}"`, later: ['double'] };
  return { name, ...decodeKeys(mapping, topicKeys, where, context), span: name.span };
}

function decodeSender(named: NamedEntry, context: Context): SenderAst {
  const { name } = named;
  const mapping = mappingOf(named, '{ address: anna@northwind.example }', context);
  if (mapping === undefined) return { name, span: name.span };
  const where = { where: `the sender "${name.value}"` };
  return { name, ...decodeKeys(mapping, senderKeys, where, context), span: name.span };
}
