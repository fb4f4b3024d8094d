import { expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { completed } from '../fixture.js';

/** What stands there and cannot be read is one mistake, and not missing as well; on either surface. */
const unreadable = [
  ['the email of a step', '  - send: hello\n    email: topic\n', 'send hello email topic', ''],
  ['the email of the campaign', '  - send: hello\n', 'send hello', 'email'],
  ['what a wait is for', '  - wait: project\n    for: did(\n    at_most: 3d\n', 'wait project for did( at most 3d', 'topic'],
  ['what happens where the moment is past', '  - send: hello\n    at: lead.trial_ends_at\n    late: soon\n', 'send hello at lead.trial_ends_at late soon', 'topic'],
] as const;

test.each(unreadable)('%s', async (_, yaml, text, email) => {
  const topic = { '': '', email: 'email tpic product-tips from onboarding', topic: 'email topic product-tips from onboarding' }[email];
  const head = 'kind: relationship\nstage: lead\nowner: growth\nenter:\n  - on: signed_up\ngoal: activated within 14d\n';
  const inYaml = `# path: campaigns/demo.yaml\ncampaign: demo\n${head}${topic.replace('email ', 'email: ')}\nsteps:\n${yaml}`;
  const inText = `# path: campaigns/demo.campaign\ncampaign demo\nkind relationship  stage lead  owner growth\nenter on signed_up\ngoal activated within 14d\n${topic}\n\n${text}\n`;
  for (const file of [inYaml, inText]) {
    const { diagnostics } = await check(completed(`${file}${mail}`));
    const codes = diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));
    expect(codes, file).toEqual([expect.stringMatching(/^C[01]/)]);
  }
});

const mail = `# path: templates/demo/hello.mjml
---
subject: Hello
preheader: A word from us
---
<mjml><mj-body><mj-section><mj-column>
<mj-button href="https://app.northwind.example">Open it</mj-button>
<mj-text>{{ company.name }}, {{ company.postal_address }}</mj-text>
<mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>
`;
