import { expect, test } from 'vitest';
import type { OutgoingMail } from '../../../runtime/channels/channel.js';
import { renderedHash } from '../../../runtime/temporal/rendered-hash.js';

const mail: OutgoingMail = {
  messageId: '<one@northwind.example>',
  from: { name: 'Anna', address: 'anna@northwind.example' },
  to: 'ada@example.com',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  date: 1_000,
};

test('the same words to the same address are the same, from whichever send and day', () => {
  expect(renderedHash(mail)).toMatch(/^[0-9a-f]{64}$/);
  expect(renderedHash({ ...mail, messageId: '<two@northwind.example>', date: 2_000, to: ' Ada@Example.com' })).toBe(renderedHash(mail));
});

test.each([{ to: 'bob@example.com' }, { subject: 'Hi' }, { html: '<p>Hi</p>' }, { text: 'Hi' }])('%o makes another', (change) => {
  expect(renderedHash({ ...mail, ...change })).not.toBe(renderedHash(mail));
});
