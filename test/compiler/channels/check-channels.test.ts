import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { manifestWith } from '../extensions/installed.js';
import { completed } from '../fixture.js';

const base = completed('# path: unused\nabsent');

/** `code <source> message [help]` of what stands under `channels:`. */
async function problems(channels: string, lead = '', rest = ''): Promise<readonly string[]> {
  const sources = base.map((source) => {
    if (source.path === 'perennial.yaml') return { ...source, text: `${source.text}channels:\n  crm: ${channels}\n${rest}` };
    return source.path === 'schema/lead.yaml' ? { ...source, text: source.text.replace('lead:\n', `lead:\n${lead}`) } : source;
  });
  const manifest = manifestWith({ name: 'gateway', channels: [gateway] });
  const plugin = { path: 'plugins/gateway/plugin.manifest.json', text: JSON.stringify(manifest) };
  const { diagnostics } = await check([...sources, plugin]);
  return diagnostics.map(({ code, span, message, help }) => {
    const text = sources.find(({ path }) => path === span.file)?.text ?? '';
    return `${code} <${text.slice(span.start, span.end)}> ${message}${help === undefined ? '' : ` [${help}]`}`;
  });
}

const gateway = {
  name: 'gateway',
  version: 1,
  summary: 'Hands over to a gateway.',
  config: { type: 'object', properties: { region: { type: 'string' } }, required: ['region'], additionalProperties: false },
  consent: 'marketing',
  deadlineMs: 1_000,
  secrets: [],
} as const;

const phone = '  phone: { type: text, personal: true, example: "+49401234" }\n';

test.each([
  '{ kind: webhook, url: https://crm.example, secret: CRM_SECRET }',
  '{ kind: webhook, url_secret: CRM_URL }',
  '{ kind: webhook, url: http://10.0.0.3/in, allow_private: true }',
  '{ kind: slack, url_secret: SALES_ROOM }',
  '{ kind: task, members: "anna, ben" }',
  '{ kind: task, url: https://crm.example/tasks, secret: CRM_SECRET }',
  '{ kind: sms, url: https://sms.example, address: country }',
])('what fits is silent: %s', async (channel) => {
  expect(await problems(channel)).toEqual([]);
});

test('text messages go to the attribute "phone" where nothing else is said', async () => {
  expect(await problems('{ kind: sms, url: https://sms.example }', phone)).toEqual([]);
});

describe('one mistake is one error, at its characters', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['a misspelt setting', '{ kind: webhook, url_secrt: CRM_URL }', 'C9112 <url_secrt> The channel "crm" takes no "url_secrt". [Did you mean "url_secret"?]'],
    [
      'a setting of another kind',
      '{ kind: slack, url_secret: ROOM, url: https://a.example }',
      'C9112 <url> The channel "crm" takes no "url". [It takes "allow_private".]',
    ],
    ['a value of another type', '{ kind: task, members: 3 }', 'C9114 <3> "members" must be a text. [Put it in quotes: "3"]'],
    [
      'an address without encryption',
      '{ kind: webhook, url: http://crm.example }',
      'C9114 <http://crm.example> "url" must be written like "https://crm.northwind.example/perennial".',
    ],
    [
      'nowhere to post to',
      '{ kind: webhook, secret: CRM_SECRET }',
      'C9113 <crm> The channel "crm" needs "url". [Add "url:", the address that is posted to, or "url_secret:", the name of a secret that holds it.]',
    ],
    [
      'no room to write to',
      '{ kind: slack }',
      'C9113 <crm> The channel "crm" needs "url_secret". [Add "url_secret:", the name of a secret that holds the address of the incoming webhook.]',
    ],
    [
      'an attribute that leads do not have',
      '{ kind: sms, url: https://sms.example, address: contry }',
      'C2101 <contry> A lead has no attribute "contry". [Did you mean "country"?]',
    ],
    [
      'an attribute that is no text',
      '{ kind: sms, url: https://sms.example, address: company_size }',
      'C9114 <company_size> "address" must be an attribute of type text, and "company_size" is of type number.',
    ],
    [
      'no attribute with the number',
      '{ kind: sms, url: https://sms.example }',
      'C9113 <crm> The channel "crm" needs "address". [Add "address:", the attribute of the lead with the number; there is no "phone".]',
    ],
    ['a kind that nobody offers', '{ kind: webhok, url_secrt: CRM_URL }', 'C2115 <webhok> Perennial has no kind of channel "webhok". [Did you mean "webhook"?]'],
  ];

  test.each(cases)('%s', async (_, channel, wanted) => {
    expect(await problems(channel)).toEqual([wanted]);
  });
});

describe('a channel of a plug-in', () => {
  const uses = 'plugins: [./plugins/gateway]\n';

  test('takes what its manifest says, and "address" besides', async () => {
    expect(await problems('{ kind: gateway, region: eu, address: country }', '', uses)).toEqual([]);
  });

  test('is told what it does not take', async () => {
    expect(await problems('{ kind: gateway, regin: eu }', '', uses)).toEqual([
      'C9112 <regin> The channel "crm" takes no "regin". [Did you mean "region"?]',
    ]);
  });
});
