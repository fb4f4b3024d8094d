import {
  channelKeys,
  dkimKeys,
  environmentKeys,
  linksKeys,
  paceKeys,
  retentionKeys,
  sdrKeys,
  senderKeys,
  topicKeys,
} from '../keys/workspace-keys.js';
import { decodeKeys } from '../decode-keys.js';
import { keysType, listType, namedType, valuesType, type SomeKeyTypes } from '../key-type.js';
import { reportKind } from '../read-scalar.js';

type WorkspaceTypes =
  | 'caps'
  | 'hours'
  | 'topic'
  | 'topics'
  | 'sender'
  | 'senders'
  | 'calendar-days'
  | 'holidays'
  | 'stages'
  | 'channel'
  | 'channels'
  | 'sdr'
  | 'links'
  | 'retention'
  | 'dkim-key'
  | 'dkim-keys'
  | 'pace'
  | 'paces'
  | 'environment'
  | 'environments'
  | 'values'
  | 'named-values';

const sender = { wanted: 'an address', example: '{ address: anna@northwind.example }' } as const;
const topic = { wanted: 'keys with values', example: '{ title: Product tips, opt: out }' } as const;
const environment = { wanted: 'keys with values', example: "{ allow: ['@northwind.example'] }" } as const;
const dkimExample = '{ domain: northwind.example, selector: perennial, secret: DKIM_NORTHWIND }';
const paceExample = '{ to: gmail.com, per_minute: 600 }';
const channel = { wanted: 'keys with values', example: '{ kind: sms }' } as const;

/** What `perennial.yaml` holds below its keys. */
export const workspaceTypes: SomeKeyTypes<WorkspaceTypes> = {
  caps: listType('cap', 'a list', '- 3 marketing emails in 7d'),
  hours: namedType('hours-span', 'names', { wanted: 'hours by name', example: '{ business: mon-fri 09:00-17:00 }' }, (name, hours) =>
    hours === undefined ? undefined : { name, ...hours },
  ),
  topic: keysType(topicKeys, { ...topic, where: (key) => `the topic "${key}"` }, (keys) => keys),
  topics: namedType('topic', 'names', { wanted: 'topics by name', example: '{ news: { opt: in } }' }, (name, keys) => ({
    name,
    ...keys,
    span: name.span,
  })),
  sender: keysType(senderKeys, { ...sender, where: (key) => `the sender "${key}"` }, (keys) => keys),
  senders: namedType('sender', 'names', { wanted: 'senders by name', example: `{ anna: ${sender.example} }` }, (name, keys) => ({
    name,
    ...keys,
    span: name.span,
  })),
  'calendar-days': listType('calendar-day', 'a list of days', '[2026-12-25, 01-01]'),
  holidays: namedType('calendar-days', 'names', { wanted: 'days by name', example: '{ germany: [2026-12-25] }' }, (name, dates) => ({
    name,
    dates: dates ?? [],
  })),
  stages: namedType('names', 'names', { wanted: 'stages by name', example: '{ customer: [new, grown] }' }, (name, subStages) => ({
    name,
    subStages: subStages ?? [],
  })),
  channel: {
    ...channel,
    shape: { kind: 'keys', keys: channelKeys, rest: 'value' },
    decode: (input, context) => {
      const { node } = input;
      if (node.kind !== 'mapping') {
        reportKind(input, channel.wanted, context);
        return undefined;
      }
      const own = (name: string) => Object.hasOwn(channelKeys, name);
      const others = node.entries.filter(({ key }) => !own(key.value));
      const where = { where: `the channel "${input.key}"`, others: others.map(({ key }) => key.value) };
      const keys = decodeKeys(node, channelKeys, where, context);
      const rest = { ...input, node: { ...node, entries: others } };
      const values = context.types['named-values'].decode(rest, context);
      const settings = others.flatMap(({ key: { value: key, span } }) => {
        const value = values?.get(key);
        return value === undefined ? [] : [{ key: { value: key, span }, value }];
      });
      return { ...keys, settings };
    },
  },
  channels: namedType('channel', 'names', { wanted: 'channels by name', example: '{ sms: { kind: sms } }' }, (name, keys) => ({
    name,
    ...(keys ?? { settings: [] }),
    span: name.span,
  })),
  sdr: keysType(
    sdrKeys,
    { wanted: 'keys with values', example: '{ capacity: 40, response: 4h }', where: () => '"sdr"' },
    (keys, { span }) => ({ ...keys, span }),
  ),
  links: keysType(
    linksKeys,
    { wanted: 'keys with values', example: '{ domain: go.northwind.example }', where: () => '"links"' },
    ({ utm, ...keys }, { span }) => ({ ...keys, utm: utm ?? new Map(), span }),
  ),
  retention: keysType(
    retentionKeys,
    { wanted: 'keys with values', example: '{ events: 2y }', where: () => '"retention"' },
    (keys, { span }) => ({ ...keys, span }),
  ),
  'dkim-key': keysType(
    dkimKeys,
    { wanted: 'keys with values', example: dkimExample, where: () => 'the DKIM key' },
    (keys, { span }) => ({ ...keys, span }),
  ),
  'dkim-keys': listType('dkim-key', 'a list of keys', `- ${dkimExample}`),
  pace: keysType(
    paceKeys,
    { wanted: 'keys with values', example: paceExample, where: () => 'the pace' },
    (keys, { span }) => ({ ...keys, span }),
  ),
  paces: listType('pace', 'a list', `- ${paceExample}`),
  environment: keysType(environmentKeys, { ...environment, where: (key) => `the environment "${key}"` }, (keys) => keys),
  environments: namedType(
    'environment',
    'names',
    { wanted: 'environments by name', example: `{ staging: ${environment.example} }` },
    (name, keys) => ({ name, ...keys, span: name.span }),
  ),
  values: valuesType('fields', { wanted: 'values by name', example: '{ plan: trial }' }),
  'named-values': valuesType('names', { wanted: 'values by name', example: '{ help-offer: call }' }),
};

