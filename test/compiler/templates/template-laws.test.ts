import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compileTemplate } from '../../../compiler/templates/compile-template.js';
import { renderMessage } from '../../../compiler/templates/liquid/liquid.js';
import type { MessageData } from '../../../compiler/templates/liquid/liquid.js';
import { withDefaults } from '../../../compiler/templates/message-data.js';
import { around, entry, fixture, inputOf, schema } from './template-fixture.js';

const variables = ['lead.plan', 'lead.first_name', 'lead.company_size', 'entry.source', 'local', 'lead.nothing', 'company.name', "'x'", '3'];
const variable = fc.constantFrom(...variables);
const filter = fc.constantFrom('', " | default: 'x'", ' | upcase', ' | upcase | default: 1', ' | plus: lead.company_size', ' | size', ' | default: lead.first_name');
const operator = fc.constantFrom('==', '!=', '<', '>=', 'contains');
const test1 = fc.oneof(variable, fc.tuple(variable, operator, fc.constantFrom(...variables, 'nil', 'blank', 'empty', 'false')).map((parts) => parts.join(' ')));
const condition = fc.oneof(test1, test1.map((one) => `not ${one}`), fc.tuple(test1, fc.constantFrom('and', 'or'), test1).map((parts) => parts.join(' ')));

const { liquid } = fc.letrec<{ liquid: string }>((tie) => {
  const inner = tie('liquid');
  return {
    liquid: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'liquid' },
      fc.tuple(variable, filter).map(([name, more]) => `{{ ${name}${more} }}`),
      fc.tuple(fc.constantFrom('if', 'unless'), condition, inner, inner).map(([tag, when, then, other]) => `{% ${tag} ${when} %}${then}{% else %}${other}{% end${tag} %}`),
      fc.tuple(condition, inner, condition, inner, inner).map(([a, then, b, or, other]) => `{% if ${a} %}${then}{% elsif ${b} %}${or}{% else %}${other}{% endif %}`),
      fc.tuple(variable, inner, inner).map(([name, then, other]) => `{% case ${name} %}{% when 'a', 3 %}${then}{% else %}${other}{% endcase %}`),
      fc.tuple(variable, filter, inner).map(([name, more, then]) => `{% assign local = ${name}${more} %}${then}`),
      fc.tuple(inner, inner).map((parts) => parts.join(' ')),
      inner.map((body) => `{% for local in (1..2) %}${body}{% endfor %}`),
    ),
  };
});

const company = { name: 'Northwind', postal_address: '12 Harbour Street' };
const someone: MessageData = { lead: {}, entry: {}, company, unsubscribe_url: 'https://x.example/u', zone: 'UTC' };

test('what compiles can be rendered for every lead, whatever is missing', async () => {
  const lead = fc.record({ first_name: fc.constantFrom('Ada', '', '<b>'), company_size: fc.constantFrom(0, 7), plan: fc.constantFrom('pro', 'a') }, { requiredKeys: [] });
  const from = fc.record({ source: fc.constantFrom('webinar', 'a') }, { requiredKeys: [] });
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(liquid, lead, from, async (text, attributes, properties) => {
      const { value } = await compileTemplate(inputOf(around(text)));
      if (value === undefined) return;
      compiled += 1;
      const data = { ...someone, lead: withDefaults(schema.lead, attributes), entry: withDefaults(entry, properties) };
      expect(renderMessage(value, data).html).not.toContain('<b>');
    }),
    { numRuns: 400 },
  );
  expect(compiled).toBeGreaterThan(20);
});

test('any text is reported on, never thrown at, and each place lies in the file', async () => {
  const whole = fixture('hello.mjml');
  const scraps = ['<', '>', '"', "'", '{{', '}}', '{%', '%}', '</mj-text>', '<mj-raw>', '<!--', '-->', '---\n', ': ', '\u0001', '{% raw %}', ' =', '<mj-section>', '&', '\r\n', '[', '|'];
  const damage = fc.array(fc.tuple(fc.nat(whole.length), fc.nat(30), fc.constantFrom(...scraps)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(damage, async (cuts) => {
      const text = cuts.reduce((left, [at, length, scrap]) => left.slice(0, at) + scrap + left.slice(at + length), whole);
      const { value, diagnostics } = await compileTemplate(inputOf(text));
      expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      for (const { span } of diagnostics) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 300 },
  );
});
