import { describe, expect, test } from 'vitest';

import { templateCodes } from '../../../compiler/templates/template-codes.js';
import { around, footer, frame, layout, reports, template } from './template-fixture.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly finds: readonly string[];
  readonly marketing?: boolean;
  readonly hello?: string;
}

const header = '---\nsubject: Hi\npreheader: There\n---\n';
const section = (inner: string): string => layout(`<mj-section>${inner}</mj-section>`);
const image = (src: string): string => section(`<mj-column><mj-image src="${src}" alt="x" /></mj-column>`);
const way = '{{ unsubscribe_url }} {{ company.postal_address }}\n';

/** One more line of front matter; without a footer it is transactional. */
function tagged(line: string, sections = footer): string {
  return template(`<mjml><mj-body>${sections}</mj-body></mjml>`, `subject: x\npreheader: y\n${line}`);
}

/** The body's first section stands on line 6. */
const cases: readonly Case[] = [
  { name: 'no front matter', text: '<mjml></mjml>', finds: ['C7101 1:1 <mjml></mjml>'] },
  { name: 'front matter without end', text: '---\nsubject: x\n', finds: ['C7101 1:1 ---'] },
  {
    name: 'an unquoted subject with a colon in it',
    text: template(frame(''), "subject: Hi {{ lead.first_name | default: 'x' }}"),
    finds: ["C7102 2:10 Hi {{ lead.first_name | default: 'x' }}"],
  },
  { name: 'an unknown key', text: template(frame(''), 'subject: x\npreheader: y\nsubjet: z'), finds: ['C7103 4:1 subjet'] },
  { name: 'a key twice', text: template(frame(''), 'subject: x\nsubject: y\npreheader: z'), finds: ['C7103 3:1 subject'] },
  { name: 'Liquid without quotes', text: template(frame(''), 'subject: x\npreheader: {{ lead.plan }}'), finds: ['C7104 3:1 preheader'] },
  { name: 'a subject cut off by a comment', text: template(frame(''), 'subject: Win #1 prize\npreheader: y'), finds: ['C7104 2:1 subject'] },
  { name: 'no subject', text: template(frame(''), 'preheader: y'), finds: ['C7105 1:1 ---'] },
  {
    name: 'a long subject',
    text: template(frame(''), `subject: ${'word '.repeat(16)}\npreheader: y`),
    finds: [`C7106 2:10 ${'word '.repeat(16).trim()}`],
  },
  { name: 'no preheader', text: template(frame(''), 'subject: x'), finds: ['C7107 1:1 ---'] },
  {
    name: 'a long preheader',
    text: template(frame(''), `subject: x\npreheader: ${'word '.repeat(29).trim()}`),
    finds: [`C7108 3:12 ${'word '.repeat(29).trim()}`],
  },
  { name: 'a subject that was never an answer', text: template(frame(''), 'subject: "RE: you"\npreheader: y'), finds: ['C7109 2:11 RE:'] },
  { name: 'a misspelt purpose', text: tagged('purpose: educaton'), finds: ['C7150 4:10 educaton'] },
  { name: 'an unknown type of asset', text: tagged('asset: "casestudy leases"'), finds: ['C7151 4:9 casestudy'] },
  { name: 'an asset without a name', text: tagged('asset: webinar'), finds: ['C7151 4:8 webinar'] },
  { name: 'an asset with a sentence for a name', text: tagged('asset: webinar How to sign'), finds: ['C7151 4:8 webinar How to sign'] },
  { name: 'a discount without a number', text: tagged('discount: a lot'), finds: ['C7152 4:11 a lot'] },
  { name: 'a discount of more than all', text: tagged('discount: 110%'), finds: ['C7152 4:11 110%'] },
  { name: 'a discount in transactional mail', text: tagged('discount: 10%', ''), marketing: false, finds: ['C7153 4:11 10%'] },
  { name: 'an offer in transactional mail', text: tagged('purpose: offer', ''), marketing: false, finds: ['C7153 4:10 offer'] },

  { name: 'an unclosed text', text: section('<mj-column><mj-text>Hi</mj-column>'), finds: ['C7110 6:24 <mj-text>'] },
  { name: 'a text closed by the next element', text: section('<mj-column><mj-text>Hi<mj-divider /></mj-column>'), finds: ['C7110 6:24 <mj-text>'] },
  { name: 'unclosed HTML', text: around('<p>Hi <b>there</p>'), finds: ['C7110 6:39 <b>'] },
  { name: 'a closing tag too many', text: around('Hi</p>'), finds: ['C7111 6:35 </p>'] },
  { name: 'an unknown element', text: section('<mj-column><mj-txt>Hi</mj-txt></mj-column>'), finds: ['C7112 6:24 <mj-txt'] },
  { name: 'an element out of place', text: section('<mj-text>Hi</mj-text>'), finds: ['C7113 6:13 <mj-text'] },
  { name: 'HTML between sections', text: layout('<p>Hi</p>'), finds: ['C7113 6:1 <p'] },
  { name: 'text between sections', text: layout('Hello\nyou'), finds: ['C7114 6:1 Hello'] },
  {
    name: 'a loop around sections',
    text: layout('{% for i in (1..2) %}\n<mj-section></mj-section>\n{% endfor %}'),
    finds: ['C7114 6:1 {% for i in (1..2) %}', 'C7114 8:1 {% endfor %}'],
  },
  { name: 'an include', text: layout('<mj-include path="x.mjml" />'), finds: ['C7115 6:1 <mj-include'] },
  {
    name: 'double quotes inside an attribute',
    text: around('<a href="https://x.example/{{ lead.first_name | default: "you" }}">x</a>'),
    finds: ['C7116 6:90 "you"'],
  },
  { name: 'an unknown attribute', text: section('<mj-column><mj-text colour="red">Hi</mj-text></mj-column>'), finds: ['C7117 6:33 colour'] },
  { name: 'a width that is no length', text: section('<mj-column width="wide"></mj-column>'), finds: ['C7117 6:24 width'] },
  { name: 'a width from the lead', text: section('<mj-column width="{{ lead.plan }}"></mj-column>'), finds: ['C7117 6:24 width'] },
  {
    name: 'CSS that cannot be read',
    text: template(`<mjml><mj-head><mj-style><!-- p {}</mj-style></mj-head><mj-body>${footer}</mj-body></mjml>`, 'subject: x\npreheader: y'),
    finds: ['C7117 5:16 <mj-style>'],
  },
  { name: 'a tag without end', text: `${header}<mjml><mj-body class="x`, finds: ['C7118 5:7 <mj-body'] },
  { name: 'an attribute without quotes', text: around('<a href=https://x.example>x</a>'), finds: ['C7118 6:41 https://x.example'] },
  { name: 'no body', text: `${header}<mjml></mjml>`, finds: ['C7119 5:1 <mjml>'] },
  { name: 'nothing', text: header, finds: ['C7119 4:1 ---'] },
  {
    name: 'a preview element',
    text: `${header}<mjml><mj-head><mj-preview>x</mj-preview></mj-head><mj-body></mj-body></mjml>`,
    finds: ['C7120 5:16 <mj-preview'],
    marketing: false,
  },
  {
    name: 'Liquid where MJML drops it',
    text: `${header}<mjml><mj-head><mj-attributes><mj-class name="x" color="{{ lead.plan }}" /></mj-attributes></mj-head><mj-body></mj-body></mjml>`,
    finds: ['C7121 5:57 {{ lead.plan }}'],
    marketing: false,
  },

  { name: 'an output without end', text: around('{{ lead.plan'), finds: ['C7130 6:33 {{'] },
  { name: 'a condition without end', text: around('{% if lead.plan %}x'), finds: ['C7130 6:33 {% if lead.plan %}'] },
  { name: 'a misspelt attribute', text: around('{{ lead.frist_name }}'), finds: ['C7131 6:36 lead.frist_name'] },
  { name: 'an attribute without its root', text: around('{{ plan }}'), finds: ['C7131 6:36 plan'] },
  { name: 'an unknown variable in a condition', text: around('{% if lead.vip %}x{% endif %}'), finds: ['C7131 6:39 lead.vip'] },
  { name: 'an optional attribute', text: around('Hi {{ lead.first_name }}'), finds: ['C7132 6:39 lead.first_name'] },
  {
    name: 'a default that comes too late',
    text: around("{{ lead.first_name | upcase | default: 'x' }}"),
    finds: ['C7132 6:36 lead.first_name'],
  },
  {
    name: 'an optional attribute in the subject, behind an escaped quote',
    text: template(frame(''), "subject: 'It''s {{ lead.first_name }}'\npreheader: y"),
    finds: ['C7132 2:20 lead.first_name'],
  },
  {
    name: 'an optional property in a folded preheader',
    text: template(frame(''), 'subject: x\npreheader: >\n  You came\n  from {{ entry.source }}'),
    finds: ['C7132 5:11 entry.source'],
  },
  {
    name: 'an unsubscribe address in transactional mail',
    text: around('x'),
    finds: ['C7132 7:74 unsubscribe_url'],
    marketing: false,
  },
  { name: 'an unknown filter', text: around('{{ lead.plan | upcas }}'), finds: ['C7133 6:48 upcas'] },
  { name: 'a filter that would not escape', text: around('{{ lead.plan | raw }}'), finds: ['C7133 6:48 raw'] },
  { name: 'an unknown tag', text: around('{% fi lead.plan %}'), finds: ['C7134 6:36 fi'] },
  { name: 'a partial', text: around("{% render 'x' %}"), finds: ['C7134 6:36 render'] },
  { name: 'a dynamic key', text: around('{{ lead[lead.plan] }}'), finds: ['C7135 6:36 lead[lead.plan]'] },
  { name: 'a loop over a text', text: around('{% for c in lead.plan %}{{ c }}{% endfor %}'), finds: ['C7136 6:45 lead.plan'] },
  { name: 'the clock', text: around("{{ 'now' | date: '%Y' }}"), finds: ["C7137 6:36 'now'"] },
  { name: 'an empty default', text: around('{{ lead.first_name | default }}'), finds: ['C7138 6:54 default'] },

  { name: 'an image without alt', text: section('<mj-column><mj-image src="https://x.example/a.png" /></mj-column>'), finds: ['C7140 6:24 <mj-image'] },
  { name: 'a link without https', text: around('<a href="http://x.example">x</a>'), finds: ['C7141 6:42 http://x.example'] },
  { name: 'a link that a lead chooses', text: around('<a href="{{ lead.plan }}">x</a>'), finds: ['C7141 6:42 {{ lead.plan }}'] },
  { name: 'a link whose whole name is misspelt', text: around('<a href="{{ lead.sit }}">x</a>'), finds: ['C7131 6:45 lead.sit'] },
  { name: 'a host whose name is misspelt', text: around('<a href="https://{{ lead.sit }}.example/">x</a>'), finds: ['C7131 6:53 lead.sit'] },
  { name: 'a link without https to a misspelt name', text: around('<a href="http://x.example/{{ lead.sit }}">x</a>'), finds: ['C7131 6:62 lead.sit', 'C7141 6:42 http://x.example/{{ lead.sit }}'] },
  { name: 'an image without https', text: image('http://x.example/a.png'), finds: ['C7141 6:39 http://x.example/a.png'] },
  { name: 'a link without https in the text part', text: layout(''), hello: `http://x.example\n${way}`, finds: ['C7141 1:1 http://x.example'] },
  { name: 'a space without width', text: around('20\u200b%'), finds: ['C7143 6:35 \u200b'] },
  { name: 'a turned direction in the subject', text: template(frame(''), 'subject: a\u202eb\npreheader: y'), finds: ['C7143 2:11 \u202e'] },
  { name: 'a joiner between Latin letters', text: around('a\u200db'), finds: ['C7143 6:34 \u200d'] },
  { name: 'a shortened link', text: around('<a href="https://www.bit.ly/x">x</a>'), finds: ['C7144 6:50 www.bit.ly'] },
  { name: 'a shortened link in the text part', text: layout(''), hello: `See https://t.co/x.\n${way}`, finds: ['C7144 1:13 t.co'] },
  { name: 'a value in the host', text: around('<a href="https://{{ lead.plan }}.x.example/y">x</a>'), finds: ['C7145 6:50 {{ lead.plan }}'] },
  { name: 'a value behind the host without a slash', text: around('<a href="https://x.example{{ lead.plan }}">x</a>'), finds: ['C7145 6:59 {{ lead.plan }}'] },
  { name: 'a value in the host of the text part', text: layout(''), hello: `https://{{ lead.plan }}.x.example/y\n${way}`, finds: ['C7145 1:9 {{ lead.plan }}'] },
  { name: 'an image in the message itself', text: image('data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='), finds: ['C7146 6:39 data:image/gif;base64,R0lGODlhAQABAAAAAC'] },
  { name: 'an image without an address', text: image('logo'), finds: ['C7147 6:39 logo'] },
  { name: 'an image that lies nowhere', text: image('logo.png'), finds: ['C7147 6:39 logo.png'] },
  { name: 'a message too large', text: around('word '.repeat(21_000)), finds: ['C7142 1:1 ---'] },

  {
    name: 'no way out and no address',
    text: `${header}<mjml><mj-body>\n</mj-body></mjml>`,
    finds: ['C5201 6:1 </mj-body></mjml>', 'C5202 6:1 </mj-body></mjml>'],
  },
  {
    name: 'a way out for some only',
    text: template(
      '<mjml><mj-body><mj-section><mj-column><mj-text>{{ company.postal_address }}{% if lead.first_name %}' +
        '<a href="{{ unsubscribe_url }}">x</a>{% endif %}</mj-text></mj-column></mj-section></mj-body></mjml>',
    ),
    finds: [expect.stringMatching(/^C5201 5:1 /)],
  },
  { name: 'a text part without both', text: layout(''), hello: 'Hello\n', finds: ['C5201 1:1 Hello', 'C5202 1:1 Hello'] },
  {
    name: 'a text part with an optional attribute',
    text: layout(''),
    hello: 'Hi {{ lead.first_name }}\n{{ unsubscribe_url }} {{ company.postal_address }}\n',
    finds: ['C7132 1:7 lead.first_name'],
  },
];

describe('a template with a mistake is reported where the mistake stands', () => {
  test.each(cases)('$name', async ({ text, finds, marketing = true, hello }) => {
    const more = hello === undefined ? {} : { text: { path: 'templates/trial/hello.txt', text: hello } };
    expect(await reports(text, { marketing, ...more })).toEqual(finds);
  });

  test('every code has its case', () => {
    const seen = cases.flatMap(({ finds }) => finds.map((line) => /C\d{4}/.exec(String(line))?.[0]));
    expect(Object.keys(templateCodes).filter((code) => !seen.includes(code))).toEqual([]);
  });
});

describe('what is right is not reported', () => {
  test.each([
    ['a default', "{{ lead.first_name | default: 'you' }}"],
    ['a surrounding condition', '{% if lead.first_name %}{{ lead.first_name }}{% endif %}'],
    ['both of a conjunction', '{% if lead.first_name and lead.company_size %}{{ lead.first_name }} {{ lead.company_size }}{% endif %}'],
    ['a comparison', '{% if lead.company_size > 5 %}{{ lead.company_size }}{% endif %}'],
    ['the other branch of a test for nothing', '{% if lead.first_name == blank %}you{% else %}{{ lead.first_name }}{% endif %}'],
    ['the branches behind a negation', '{% unless lead.first_name %}you{% else %}{{ lead.first_name }}{% endunless %}'],
    ['a choice between values', "{% case lead.first_name %}{% when 'Ada' %}{{ lead.first_name }}{% endcase %}"],
    ['an assigned default', "{% assign name = lead.first_name | default: 'you' %}{{ name }}"],
    ['captured text', '{% capture name %}x{% endcapture %}{{ name }}'],
    ['a loop over a list', "{% assign parts = lead.plan | split: ',' %}{% for part in parts %}{{ part }}{{ forloop.index }}{% endfor %}"],
    ['a loop over a range', '{% for i in (1..3) %}{{ i }}{% endfor %}'],
    ['a quoted name', "{{ lead['plan'] }}"],
    ['a local link', '<a href="http://localhost:3000/x">x</a>'],
    ['a comment', '{% comment %}{{ never }}{% endcomment %}<!-- {{ never }} -->'],
    ['joiners and marks of scripts that need them', 'می\u200cخواهم 👩\u200d💻 שלום\u200f!'],
    ['a value in the path and the query', '<a href="https://x.example/{{ lead.plan }}?a={{ lead.plan }}">x</a>'],
    ['a host that ends like a shortener', '<a href="https://rabbit.ly.example/x">x</a>'],
    ['a less-than sign in Liquid', '{% if lead.company_size <5 %}<b>few</b>{% endif %}'],
  ])('%s', async (_, text) => {
    expect(await reports(around(text))).toEqual([]);
  });

  test.each([
    ['one of a disjunction', '{% if lead.first_name or lead.company_size %}{{ lead.first_name }}{% endif %}'],
    ['the wrong branch', '{% if lead.first_name %}x{% else %}{{ lead.first_name }}{% endif %}'],
    ['behind the condition', '{% if lead.first_name %}x{% endif %}{{ lead.first_name }}'],
    ['an optional value under another name', '{% assign name = lead.first_name %}{{ name }}'],
    ['a name given on one branch only', "{% if lead.first_name %}{% assign name = 'x' %}{% endif %}{{ name }}"],
    ['an optional default', '{{ entry.source | default: lead.first_name }}'],
  ])('but a guard does not reach %s', async (_, text) => {
    expect((await reports(around(text))).map((line) => line.slice(0, 5))).toEqual(['C7132']);
  });
});
