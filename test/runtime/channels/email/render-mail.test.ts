import { describe, expect, test } from 'vitest';
import type { MessageContent } from '../../../../compiler/plan/ir.js';
import { renderMail } from '../../../../runtime/channels/email/render-mail.js';
import type { MailInput } from '../../../../runtime/channels/email/render-mail.js';

const content: MessageContent = {
  template: 'hello',
  subject: "{{ lead.first_name | default: 'Hello' }}, your {{ lead.plan }} plan",
  preheader: 'Three minutes',
  html: '<p>{{ entry.note }} {{ company.name }}, {{ company.postal_address }} <a href="{{ unsubscribe_url }}">stop</a></p>',
  text: '{{ entry.note }} {{ unsubscribe_url }}',
  hash: 'render-mail.test',
};

const input: MailInput = {
  content,
  sender: { address: 'anna@northwind.example', label: 'Anna of Northwind', replyTo: 'help@northwind.example' },
  company: { name: 'Northwind', postalAddress: '12 Harbour Street' },
  schema: {
    lead: {
      email: { type: 'text', personal: true },
      first_name: { type: 'text', personal: true },
      plan: { type: 'text', default: 'free', personal: false },
    },
    events: { signed_up: { product: true, properties: { note: { type: 'text', default: 'no note', personal: false } } } },
  },
  lead: { email: 'ada@example.com', first_name: 'Ada' },
  entry: { name: 'signed_up', properties: { note: '<b>1 & 2</b>' } },
  zone: 'Europe/Berlin',
  messageId: '<id@northwind.example>',
  unsubscribeUrl: 'https://northwind.example/u/token',
  date: 1000,
};

describe('a rendered mail', () => {
  test('has everything a channel needs, with defaults filled in and data escaped in HTML alone', () => {
    expect(renderMail(input)).toEqual({
      messageId: '<id@northwind.example>',
      from: { name: 'Anna of Northwind', address: 'anna@northwind.example' },
      replyTo: 'help@northwind.example',
      to: 'ada@example.com',
      subject: 'Ada, your free plan',
      html:
        '<p>&lt;b&gt;1 &amp; 2&lt;/b&gt; Northwind, 12 Harbour Street ' +
        '<a href="https://northwind.example/u/token">stop</a></p>',
      text: '<b>1 & 2</b> https://northwind.example/u/token\n',
      unsubscribeUrl: 'https://northwind.example/u/token',
      date: 1000,
    });
  });

  test('knows the properties of built-in events, which stand in no schema', () => {
    const entry = { name: 'sdr_ready', properties: { note: 'ready' } };
    expect(renderMail({ ...input, entry }).text).toContain('ready');
  });

  test('needs an address', () => {
    expect(() => renderMail({ ...input, lead: { first_name: 'Ada' } })).toThrow('no address');
  });
});
