import { keyTable } from '../key-table.js';

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
  company_stage: { type: 'name', doc: 'How far the company is.', example: 'growth' },
  single_decision_maker: { type: 'boolean', doc: 'Whether one person decides to buy.' },
  sales_cycle: { type: 'duration', doc: 'How long a sale takes.', example: '60d' },
  hours: { type: 'hours', doc: 'Sending hours by name, in the lead’s zone.' },
  quiet_hours: { type: 'quiet-hours', doc: 'Hours of the lead’s day in which no marketing is sent.' },
  holidays: { type: 'holidays', doc: 'Days on which nothing that keeps hours is sent, by name.' },
  caps: { type: 'caps', doc: 'How much marketing mail a lead gets at most.' },
  over_cap: { type: 'over-cap', doc: 'What happens to a message over the cap.' },
  priority: { type: 'names', doc: 'Kinds and campaigns; whoever stands first is sent first.', example: '[renewal, nurture]' },
  holdout: { type: 'percent', doc: 'The share of leads that is kept out of every campaign.', example: '5%' },
  topics: { type: 'topics', doc: 'What leads can subscribe to.' },
  senders: { type: 'senders', doc: 'Who mail comes from.' },
  channels: { type: 'channels', doc: 'Ways to reach a person besides email.' },
  kinds: { type: 'names', doc: 'Campaign kinds of your own.', example: '[webinar]' },
  stages: { type: 'stages', doc: 'Stages of your own, with their sub-stages in order.' },
  sdr: { type: 'sdr', doc: 'What the people of sales development can do.' },
  links: { type: 'links', doc: 'How links and opens are counted.' },
  dkim: { type: 'dkim-keys', doc: 'The keys that sign mail, by domain.' },
  pace: { type: 'paces', doc: 'How fast mail goes to the mailboxes of a domain.' },
  retention: { type: 'retention', doc: 'How long personal data is kept.' },
  environments: { type: 'environments', doc: 'Where releases run, and whom they reach.' },
  plugins: { type: 'texts', doc: 'Packages with actions, channels and functions.', example: "['@northwind/crm']" },
});

export const topicKeys = keyTable({
  title: { type: 'text', doc: 'Its name for leads.', example: 'Product tips' },
  opt: { type: 'opt', required: true, doc: 'out: until the lead objects; in: after consent; double: after a confirmed one.' },
});

export const senderKeys = keyTable({
  address: { type: 'text', required: true, doc: 'The address.', example: 'anna@northwind.example' },
  label: { type: 'text', doc: 'The name beside the address.', example: 'Anna of Northwind' },
  reply_to: { type: 'text', doc: 'Where answers go.', example: 'anna@northwind.example' },
});

export const channelKeys = keyTable({
  kind: { type: 'name', required: true, doc: 'What sort of channel it is.', example: 'sms' },
});

export const sdrKeys = keyTable({
  capacity: { type: 'whole-number', doc: 'Leads that all of them together can take up in a day.', example: '40' },
  response: { type: 'duration', doc: 'The time in which they promise to react.', example: '4h' },
});

export const linksKeys = keyTable({
  domain: { type: 'host', doc: 'The domain over which clicks are counted.', example: 'go.northwind.example' },
  assets: { type: 'https-address', doc: 'Where assets are served from.', example: 'https://assets.northwind.example' },
  opens: { type: 'boolean', default: 'false', doc: 'Whether opens are counted.' },
  utm: { type: 'values', doc: 'Parameters for every link.', example: '{ source: perennial }' },
});

export const dkimKeys = keyTable({
  domain: { type: 'host', required: true, doc: 'The domain that signs: that of a sender, or one above it.', example: 'northwind.example' },
  selector: { type: 'name', required: true, doc: 'Under which name the public key stands in the DNS.', example: 'perennial' },
  secret: { type: 'name', required: true, doc: 'The name of the secret with the private key.', example: 'DKIM_NORTHWIND' },
});

export const paceKeys = keyTable({
  to: { type: 'host', required: true, doc: 'The domain of the mailboxes.', example: 'gmail.com' },
  per_minute: { type: 'whole-number', doc: 'Mails in a minute at most, over all workers.', example: '600' },
  at_once: { type: 'whole-number', doc: 'Mails that one worker hands over at the same time at most.', example: '5' },
});

export const retentionKeys = keyTable({
  events: { type: 'duration', doc: 'How long events are kept.', example: '2y' },
  leads: { type: 'duration', doc: 'How long a lead is kept that nothing happens to.', example: '3y' },
  messages: { type: 'duration', doc: 'How long messages are kept.', example: '1y' },
});

export const environmentKeys = keyTable({
  allow: { type: 'texts', doc: 'Addresses and domains that get real mail.', example: "['@northwind.example']" },
});
