import { describe, expect, test } from 'vitest';

import type { MessageContent } from '../../../compiler/plan/ir.js';
import { compileTemplate } from '../../../compiler/templates/compile-template.js';
import { createTemplateCache } from '../../../compiler/templates/template-cache.js';
import { renderMessage } from '../../../compiler/templates/liquid/liquid.js';
import type { MessageData } from '../../../compiler/templates/liquid/liquid.js';
import { withDefaults } from '../../../compiler/templates/message-data.js';
import { around, fixture, frame, inputOf, layout, schema, template } from './template-fixture.js';

async function compiled(text: string, hello?: string): Promise<MessageContent> {
  const more = hello === undefined ? {} : { text: { path: 'templates/trial/hello.txt', text: hello } };
  const { value, diagnostics } = await compileTemplate(inputOf(text, more));
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error('no content');
  return value;
}

const data: MessageData = {
  lead: { plan: 'trial' },
  entry: {},
  company: { name: 'Northwind & Sons', postal_address: '12 Harbour Street' },
  unsubscribe_url: 'https://mail.example/u?a=1&b=2',
  zone: 'Europe/Berlin',
};

describe('a good template', () => {
  test('becomes HTML and text with its Liquid, and nothing is left of MJML', async () => {
    const content = await compiled(fixture('hello.mjml'));
    expect(content).toMatchObject({
      template: 'hello',
      subject: "{{ lead.first_name | default: 'Hello' }}, welcome to {{ company.name }}",
      preheader: 'Tips & tricks for {{ lead.plan }}',
      purpose: 'education',
    });
    expect(content.html).not.toContain('mj-text');
    expect(content.html).not.toContain('never.rendered');
    await expect(content.html).toMatchFileSnapshot('fixtures/hello.html');
    await expect(content.text).toMatchFileSnapshot('fixtures/hello.out.txt');
  });

  test('asks no third party for fonts', async () => {
    expect((await compiled(fixture('hello.mjml'))).html).not.toContain('fonts.googleapis');
  });

  test('has the same hash each time, and another one for another word', async () => {
    const once = await compiled(around('Hello'));
    expect((await compiled(around('Hello'))).hash).toBe(once.hash);
    expect((await compiled(around('Hallo'))).hash).not.toBe(once.hash);
  });

  test('prefers the text part that was written by hand', async () => {
    const hand = 'Hi\r\n{{ unsubscribe_url }}\r\n{{ company.postal_address }}\r\n';
    expect((await compiled(layout(''), hand)).text).toBe('Hi\n{{ unsubscribe_url }}\n{{ company.postal_address }}\n');
  });

  test('is compiled once while nothing that matters changes', async () => {
    const cache = createTemplateCache();
    const first = await compileTemplate(inputOf(around('Hello'), { cache }));
    expect(await compileTemplate(inputOf(around('Hello'), { cache }))).toBe(first);
    expect(await compileTemplate(inputOf(around('Hello'), { cache, marketing: false }))).not.toBe(first);
  });

  test('reads files with CRLF and a byte order mark', async () => {
    const text = `\uFEFF${around('Hello {{ lead.plan }}').replaceAll('\n', '\r\n')}`;
    expect((await compiled(text)).text).toContain('Hello {{ lead.plan }}');
  });
});

describe('a rendered message', () => {
  test('says to a lead what the template says', async () => {
    const lead = { plan: 'trial', first_name: 'Ada', company_size: 120 };
    const message = renderMessage(await compiled(fixture('hello.mjml')), { ...data, lead });
    expect(message.subject).toBe('Ada, welcome to Northwind & Sons');
    expect(message.preheader).toBe('Tips & tricks for trial');
    expect(message.text).toBe(
      'Hello Ada & welcome\n\nWith 120 people you will like teams.\n\n' +
        'Start a document <https://example.com/start?plan=trial>\n\n' +
        'Northwind & Sons, 12 Harbour Street\nUnsubscribe <https://mail.example/u?a=1&b=2>\n',
    );
    expect(message.html).toContain('href="https://mail.example/u?a=1&amp;b=2"');
  });

  test('never turns what a lead typed into markup', async () => {
    const content = await compiled(around(`{{ lead.first_name | default: '' }}<a href="https://x.example/?n={{ lead.first_name | default: '' }}">x</a>`));
    const attack = `"><script>alert('1')</script>{{ company.name }}`;
    const { html, text } = renderMessage(content, { ...data, lead: { plan: 'free', first_name: attack } });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&#34;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{{ company.name }}<a');
    expect(text).toContain(attack);
  });

  test('has a subject of one line', async () => {
    const content = await compiled(template(frame(''), `subject: "{{ lead.first_name | default: '' }} & you"\npreheader: x`));
    const lead = { plan: 'free', first_name: 'Ada\r\nBcc: all@example.com\u2028' };
    expect(renderMessage(content, { ...data, lead }).subject).toBe('Ada Bcc: all@example.com & you');
  });

  test('takes null as missing, in comparisons too', async () => {
    const content = await compiled(around('{% if lead.company_size < 50 %}small{% else %}unknown{% endif %}'));
    expect(renderMessage(content, { ...data, lead: { plan: 'free', company_size: null } }).text).toContain('unknown');
  });

  test('prints dates in the zone of the data', async () => {
    const content = await compiled(around("{{ lead.trial_ends_at | default: 0 | date: '%a %-d %B %Y %H:%M' }}"));
    const at = (zone: string, value: unknown): string =>
      renderMessage(content, { ...data, zone, lead: { plan: 'free', trial_ends_at: value } }).text.split('\n')[0] ?? '';
    expect(at('Europe/Berlin', '2026-03-29T00:30:00Z')).toBe('Sun 29 March 2026 01:30');
    expect(at('America/New_York', '2026-03-29T00:30:00Z')).toBe('Sat 28 March 2026 20:30');
    expect(at('America/New_York', Date.UTC(2026, 2, 29, 0, 30))).toBe('Sat 28 March 2026 20:30');
    expect(at('America/New_York', '2026-03-29')).toBe('Sun 29 March 2026 00:00');
    expect(at('Europe/Berlin', 'now')).toBe('now');
  });

  test('is refused rather than sent with a gap', async () => {
    const content = await compiled(around('{{ lead.plan }}'));
    expect(() => renderMessage(content, { ...data, lead: {} })).toThrow(/lead\.plan/);
    const lead = withDefaults(schema.lead, {});
    expect(renderMessage(content, { ...data, lead }).text).toContain('free');
  });

  test('does not reach what is not its data', async () => {
    const content = { ...(await compiled(layout(''))), subject: '{{ lead.constructor.name }}', hash: 'by-hand' };
    expect(() => renderMessage(content, data)).toThrow(/lead\.constructor/);
  });
});
