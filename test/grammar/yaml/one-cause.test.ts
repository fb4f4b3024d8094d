import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';

const head = `campaign: demo
kind: nurture
stage: lead
owner: growth
enter:
  - on: signed_up
goal: activated within 14d
email: topic product-tips from onboarding
`;
const step = (rest: string) => `${head}steps:\n  - send: hello\n${rest}`;

test.each([
  ['a tag for "not"', step('    when: !lead.employee\n'), 'C0006'],
  ['a tag of YAML', step('    when: !!str lead.employee\n'), 'C0006'],
  ['a tag before a list', `${head}steps: !mine\n  - send: hello\n`, 'C0006'],
  ['a tag before a step', `${head}steps:\n  - !mine\n    send: hello\n`, 'C0006'],
  ['an anchor without a value', step('    when: &x\n'), 'C0004'],
  ['an anchor before a value', step('    when: &x lead.employee\n'), 'C0004'],
  ['an anchor before a list', `${head}steps: &x\n  - send: hello\n`, 'C0004'],
  ['an alias for a value', step('    when: *x\n'), 'C0005'],
  ['an alias for a step', `${head}steps:\n  - *x\n`, 'C0005'],
  ['an alias for a key', `${head}steps:\n  - *x : hello\n`, 'C0005'],
  ['a merge of an alias', step('    <<: *x\n'), 'C0005'],
  ['a merge', step('    <<: { after: 3d }\n'), 'C0007'],
  ['an explicit key', `${head}steps:\n  - ? send\n    : hello\n`, 'C0010'],
  ['a list for a key', `${head}steps:\n  - [send]: hello\n`, 'C0010'],
  ['a directive', `%YAML 1.1\n---\n${step('')}`, 'C0008'],
  ['a second document', `${step('')}---\nmore: here\n`, 'C0009'],
  ['a placeholder', step('    note: {{ lead.name }}\n'), 'C0015'],
  ['a placeholder for a step', `${head}steps:\n  - {{ step }}\n`, 'C0015'],
  ['a quote never closed', step('    note: "never closed\n'), 'C0021'],
  ['a tab', `${head}steps:\n\t- send: hello\n`, 'C0014'],
  ['a colon in a value', step('    note: Re: hello\n'), 'C0018'],
  ['a comma in braces', `${head}steps:\n  - { send: hello, when: count(a in last 7d, b) > 1 }\n`, 'C0016'],
])('%s is one report', (_, text, code) => {
  const { diagnostics } = decodeCampaign({ path: 'campaigns/demo.yaml', text });
  expect(diagnostics.map((one) => one.code)).toEqual([code]);
});
