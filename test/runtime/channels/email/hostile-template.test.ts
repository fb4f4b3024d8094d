import { expect, test } from 'vitest';
import { renderMail } from '../../../../runtime/channels/email/render-mail.js';
import type { MailInput } from '../../../../runtime/channels/email/render-mail.js';

function render(text: string, lead: Readonly<Record<string, unknown>> = {}): string {
  const input: MailInput = {
    content: { template: 'hostile', subject: 'x', preheader: 'x', html: '<p>x</p>', text, hash: text },
    sender: { address: 'anna@northwind.example', label: 'Anna' },
    company: { name: 'Northwind', postalAddress: '12 Harbour Street' },
    schema: { lead: { email: { type: 'text', personal: true }, name: { type: 'text', personal: true } }, events: {} },
    lead: { email: 'ada@example.com', ...lead },
    entry: { name: 'signed_up', properties: {} },
    zone: 'UTC',
    messageId: '<id@northwind.example>',
  };
  return renderMail(input).text;
}

test.each([
  ['loops within loops', '{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}x{% endfor %}{% endfor %}{% endfor %}'],
  ['a range that fills memory', '{% for a in (1..2000000000) %}x{% endfor %}'],
  ['a text that doubles', '{% assign a = "xxxxxxxxxxxxxxxx" %}{% for i in (1..60) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}{{ a }}'],
])('%s come to an end, with an error', (_, template) => {
  const began = performance.now();
  expect(() => render(template)).toThrow();
  expect(performance.now() - began).toBeLessThan(10_000);
});

test.each([
  '{{ lead.constructor }}',
  '{{ lead.__proto__ }}',
  '{{ lead.constructor.constructor }}',
  '{{ lead["__proto__"]["constructor"] }}',
  '{{ lead.name.constructor }}',
  '{{ lead.toString }}',
  '{{ process.env }}',
  '{{ globalThis }}',
  '{{ this.constructor }}',
])('%s reaches nothing', (template) => {
  let text = '';
  try {
    text = render(template, { name: 'Ada' });
  } catch {
    // A template that names what is not there is no message.
  }
  expect(text.trim()).toBe('');
});

test.each(['{% include "/etc/passwd" %}', '{% render "x" %}', '{% layout "x" %}', '{% increment n %}', '{% liquid assign a = 1 %}'])(
  '%s is no tag of ours',
  (template) => {
    expect(() => render(template)).toThrow();
  },
);

test('what people say of themselves is text, never a template', () => {
  const name = '{{ company.name }}{% for a in (1..9) %}x{% endfor %}';
  expect(render('Hello {{ lead.name }}', { name })).toBe(`Hello ${name}\n`);
});
