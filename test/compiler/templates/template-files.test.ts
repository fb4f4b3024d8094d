import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import type { CheckOptions } from '../../../compiler/check.js';
import { openMessages } from '../../../compiler/open-messages.js';
import { templateFileCodes } from '../../../compiler/templates/codes/template-file-codes.js';
import { completed, printLines } from '../fixture.js';

const campaign = (more = '', kind = 'relationship'): string => `# path: campaigns/demo.yaml
campaign: demo
kind: ${kind}
stage: lead
owner: growth
enter:
  - on: signed_up
    again: never
goal: activated within 14d
email: topic product-tips from onboarding
${more}steps:
  - send: hello
`;

const file = (path: string, words = '', front = ''): string => `# path: templates/demo/${path}
---
subject: Hello
preheader: A word from us
${front}---
<mjml><mj-body><mj-section><mj-column><mj-text>${words}
<a href="https://app.northwind.example">Open it</a>
{{ company.postal_address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>
`;

async function found(text: string, options: CheckOptions = {}): Promise<string> {
  const sources = completed(text);
  return printLines((await check(sources, options)).diagnostics, sources);
}

const logo = { path: 'assets/logo.png', bytes: 4_000, hash: 'a'.repeat(64) };
const photo = { path: 'assets/photo.jpg', bytes: 1_200_000, hash: 'b'.repeat(64) };
const picture = '<img alt="Northwind" src="assets/logo.png" width="100" />';

const cases: readonly { readonly name: string; readonly text: string; readonly options?: CheckOptions; readonly finds: readonly string[] }[] = [
  { name: 'a translation whose default has another name', text: campaign() + file('hello.mjml') + file('helo.de.mjml'), finds: ['C7201 templates/demo/helo.de.mjml:1:1'] },
  { name: 'a locale in another spelling', text: campaign() + file('hello.mjml') + file('hello.pt-br.mjml'), finds: ['C7202 templates/demo/hello.pt-br.mjml:1:1'] },
  {
    name: 'two files that say the same',
    text: campaign('variants: lead.plan\n') + file('hello.mjml') + file('hello.pro.de.mjml') + file('hello.de.pro.mjml'),
    finds: ['C7202 templates/demo/hello.pro.de.mjml:1:1'],
  },
  { name: 'a variant without variants', text: campaign() + file('hello.mjml') + file('hello.pro.mjml'), finds: ['C7203 templates/demo/hello.pro.mjml:1:1'] },
  {
    name: 'a misspelt variant',
    text: campaign('variants: lead.plan\n') + file('hello.mjml') + file('hello.tiral.mjml'),
    finds: ['C7203 templates/demo/hello.tiral.mjml:1:1'],
  },
  {
    name: 'a language that is a department as well',
    text: `${campaign('variants: lead.department\n')}${file('hello.mjml')}${file('hello.it.mjml')}# path: schema/more.yaml
lead:
  department: { type: enum, values: [it, sales], default: sales }
`,
    finds: ['C7204 templates/demo/hello.it.mjml:1:1'],
  },
  {
    name: 'a translation that leaves a value out',
    text: campaign() + file('hello.mjml', 'Plan: {{ lead.plan }}') + file('hello.de.mjml', 'Tarif'),
    finds: ['C7205 templates/demo/hello.de.mjml:1:1'],
  },
  {
    name: 'a translation that says more',
    text: campaign() + file('hello.mjml', 'Plan') + file('hello.de.mjml', 'Tarif: {{ lead.plan }}'),
    finds: ['C7205 templates/demo/hello.de.mjml:5:58'],
  },
  {
    name: 'a translated text without its layout',
    text: `${campaign()}${file('hello.mjml')}# path: templates/demo/hello.de.txt\nHallo {{ unsubscribe_url }} {{ company.postal_address }}\n`,
    finds: ['C7206 templates/demo/hello.de.txt:1:1'],
  },
  { name: 'an asset nobody shows', text: campaign() + file('hello.mjml'), options: { assets: [logo] }, finds: ['C7207 assets/logo.png:1:1'] },
  {
    name: 'an image over a megabyte',
    text: campaign() + file('hello.mjml', '<img alt="A signed lease" src="assets/photo.jpg" />'),
    options: { assets: [photo] },
    finds: ['C7208 assets/photo.jpg:1:1', 'C7210 templates/demo/hello.mjml:5:79'],
  },
  {
    name: 'a sender nobody reads',
    text: `${campaign()}# path: perennial.yaml
dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin
activation: activated
free_trial: true
topics:
  product-tips: { title: Product tips, opt: out }
senders:
  onboarding: { address: do-not-reply@northwind.example, label: Northwind }
`,
    finds: ['C7209 perennial.yaml:10:26'],
  },
  {
    name: 'an asset that nobody serves',
    text: campaign() + file('hello.mjml', picture),
    options: { assets: [logo] },
    finds: ['C7210 templates/demo/hello.mjml:5:74'],
  },
  {
    name: 'an asset that is not there',
    text: campaign() + file('hello.mjml', '<img alt="x" src="assets/lgoo.png" />'),
    options: { assets: [logo] },
    finds: ['C7147 templates/demo/hello.mjml:5:66'],
  },
  {
    name: 'a discount in the first mail about a cart',
    text: campaign('', 'cart') + file('hello.mjml', '', 'discount: 10%\n'),
    finds: ['C7211 templates/demo/hello.mjml:4:11'],
  },
  {
    name: 'a character in a campaign that nobody sees',
    text: campaign('title: Say\u200b hello\n') + file('hello.mjml'),
    finds: ['C7143 campaigns/demo.yaml:10:11'],
  },
  {
    name: 'an optional attribute in a translation',
    text: campaign() + file('hello.mjml', "{{ lead.country | default: '' }}") + file('hello.de.mjml', '{{ lead.country }}'),
    finds: ['C7132 templates/demo/hello.de.mjml:5:51'],
  },
  {
    name: 'a misspelt attribute in a text message',
    text: `${campaign()}${file('hello.mjml')}# path: templates/demo/hello.sms.txt\nHi {{ lead.pln }}\n`,
    finds: ['C7131 templates/demo/hello.sms.txt:1:7'],
  },
];

describe('files that do not fit together are reported', () => {
  test.each(cases)('$name', async ({ text, options, finds }) => {
    // A construct that this version does not run is another catalogue's to report.
    const lines = (await found(text, options)).split('\n').filter((line) => /^\S.*\[C7/.test(line));
    expect(lines.map((line) => line.replace(/^(\S+): \w+\[(C\d{4})\].*$/, '$2 $1'))).toEqual(finds);
  });

  test('every code has its case', () => {
    const seen = cases.flatMap(({ finds }) => finds.map((line) => line.slice(0, 5)));
    expect(Object.keys(templateFileCodes).filter((code) => !seen.includes(code))).toEqual([]);
  });
});

test('a message has its wordings beside the default', async () => {
  const text = `${campaign('variants: lead.plan\n')}${file('hello.mjml', 'Hello', 'purpose: education\n')}${file('hello.de.mjml', 'Hallo')}${file('hello.pro.mjml', 'Hello, pro', 'purpose: offer\n')}# path: templates/demo/hello.sms.txt\nHi\n`;
  const { messages } = await openMessages(completed(text));
  const [message] = messages;
  expect(message?.diagnostics).toEqual([]);
  const content = await message?.compile();
  expect(content).toMatchObject({ template: 'hello', subject: 'Hello', purpose: 'education' });
  const told = content?.alternatives?.map(({ html, hash, ...rest }) => ({ ...rest, html: html.length > 0, hash: hash.length }));
  const wording = { subject: 'Hello', preheader: 'A word from us', html: true, hash: 64 };
  expect(told).toEqual([
    { locale: 'de', ...wording, text: expect.stringContaining('Hallo') },
    { variant: 'pro', ...wording, text: expect.stringContaining('Hello, pro'), purpose: 'offer' },
    { channel: 'sms', subject: '', preheader: '', html: false, hash: 64, text: 'Hi\n' },
  ]);
});

test.each([
  ['perennial.yaml', 'dsl: 1\ncompany: North\u200bwind\n'],
  ['schema/more.yaml', 'lead:\n  motto: { type: text, meaning: Say\u202e so }\n'],
  ['segments/leads.yaml', 'segments:\n  us\u200bers: lead.employee\n'],
  ['lists/accounts.csv', 'domain\nnorth\u200bwind.example\n'],
  ['tests/demo.test.yaml', 'test: a hidden\u2060 word\n'],
  ['scoring/score.scoring', 'ready 40\u200b\n'],
])('a character that nobody sees is found in %s', async (path, text) => {
  expect(await found(`${campaign()}${file('hello.mjml')}# path: ${path}\n${text}`)).toContain('C7143');
});

const texting = campaign('', 'relationship').replace('- send: hello\n', '- send: hello\n    channel: sms\n');
const short = (words: string): string => `# path: templates/demo/hello.sms.txt\n${words}\n`;

async function messagesIn(text: string) {
  const workspace = completed('').find(({ path }) => path === 'perennial.yaml')?.text ?? '';
  const sources = completed(`${text}# path: perennial.yaml\n${workspace}channels:\n  sms: { kind: sms, url: https://sms.example, address: country }\n`);
  // Layouts that only complete the repository would hide that none is needed.
  const own = sources.filter(({ path }) => !path.endsWith('.mjml') || text.includes(`# path: ${path}`));
  const { release, diagnostics } = await check(own);
  const wrong = diagnostics.map(({ code, span }) => `${code} ${span.file}`);
  return { wrong, messages: release?.campaigns[0]?.content.messages };
}

test('a message for a text channel has its text, and needs no layout', async () => {
  const { wrong, messages } = await messagesIn(texting + short('Hi {{ lead.plan }}'));
  expect(wrong).toEqual([]);
  expect(messages?.['hello']).toMatchObject({ template: 'hello', html: '', alternatives: [{ channel: 'sms', text: 'Hi {{ lead.plan }}\n' }] });
});

test('a message for a text channel without its text has no template, whatever else there is', async () => {
  expect((await messagesIn(texting + file('hello.mjml'))).wrong).toEqual(['C2107 campaigns/demo.yaml']);
  expect((await messagesIn(texting + short('Hi {{ lead.pln }}'))).wrong).toEqual(['C7131 templates/demo/hello.sms.txt']);
});

const playing = `${campaign('playlists:\n  library:\n    - tip-one\n    - tip-two when lead.plan == "pro"\n', 'relationship').replace('  - send: hello\n', '')}  - repeat: tips
    every: 7d
    times: 3
    play: library
`;

test('the items of a playlist are compiled and checked like any message', async () => {
  const { wrong, messages } = await messagesIn(playing + file('tip-one.mjml') + file('tip-two.mjml'));
  expect(wrong).toEqual([]);
  expect(Object.entries(messages ?? {}).map(([key, { template }]) => [key, template])).toEqual([
    ['tips/tip-one', 'tip-one'],
    ['tips/tip-two', 'tip-two'],
  ]);
  expect((await messagesIn(playing + file('tip-one.mjml') + file('tip-two.mjml', '{{ lead.pln }}'))).wrong).toEqual(['C7131 templates/demo/tip-two.mjml']);
  expect((await messagesIn(playing + file('tip-one.mjml'))).wrong).toEqual(['C2107 campaigns/demo.yaml']);
});

test('an asset has the address of its content', async () => {
  const text = campaign() + file('hello.mjml', `${picture}<p style="background: url('assets/logo.png')">x</p>`);
  const html = await htmlWith(text, logo.hash);
  expect(html).toContain('src="https://assets.invalid/aaaaaaaaaaaaaaaa/logo.png"');
  expect(html).toContain("url('https://assets.invalid/aaaaaaaaaaaaaaaa/logo.png')");
  expect(await htmlWith(text, 'c'.repeat(64))).toContain('/cccccccccccccccc/logo.png');
});

async function htmlWith(text: string, hash: string): Promise<string | undefined> {
  const { messages } = await openMessages(completed(text), { assets: [{ ...logo, hash }] });
  return (await messages[0]?.compile())?.html;
}
