import { expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { completed } from '../../compiler/fixture.js';

const campaign = `# path: campaigns/welcome.yaml
campaign: welcome
title: Welcome
kind: welcome
stage: lead
owner: team
enter:
  - on: signed_up
    again: never
goal: activated within 14d
holdout: 10%
email: topic product-tips from onboarding
playlists:
  library:
    - tip-one
    - tip-two when lead in power-users
steps:
  - send: hello
  - split: subject
    best: did(project_created since entry) after 2d else short
    arms:
      short:
        share: 10%
        steps:
          - send: short
      long:
        share: 10%
        steps:
          - send: long
      winner:
        steps: []
  - task: call
    team: success
    title: Call them
  - repeat: tips
    after: 2d
    every: 7d
    times: 3
    play: library
    none_left: end
# path: segments/people.yaml
segments:
  power-users: lead.plan == "pro"
# path: templates/welcome/tip-one.mjml
TEMPLATE
# path: templates/welcome/tip-two.mjml
TEMPLATE
`;
const template = `---
subject: Hello
preheader: A word from us
---
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-button href="https://app.northwind.example">Open it</mj-button>
        <mj-text>{{ company.postal_address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

/** What happened, as the expectations of a test would say it. */
async function happened(given: string): Promise<readonly string[]> {
  const text = `${campaign.replaceAll('TEMPLATE', template)}# path: tests/welcome.test.yaml
test: a lead
campaign: welcome
lead: { email: ada@example.com }
given: ${given}
events:
  - { at: 2026-03-02 10:00, event: signed_up }
expect:
  - { sent: hello }
`;
  const { release, tests, diagnostics } = await check(completed(text));
  if (release === undefined) throw new Error(diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`).join('\n'));
  const [result] = tests.map((one) => runCampaignTest(one, release));
  return (result?.happened ?? []).map((line) => line.slice(5, 16) + line.slice(16).replace(/^ +/, ' ').replace(/ {2}.*$/, ''));
}

test('the arm that is given is the one that is walked', async () => {
  expect(await happened('{ subject: long }')).toEqual([
    '03-02 10:00 sent: hello',
    '03-02 10:00 sent: long',
    '03-02 10:00 task: call',
    '03-04 10:00 sent: tips',
    '03-11 10:00 left: finished',
  ]);
});

test('who is given the winner waits, and walks the arm of "else": nobody else is there', async () => {
  expect((await happened('{ subject: winner }')).slice(1, 3)).toEqual(['03-04 10:00 sent: short', '03-04 10:00 task: call']);
});

test('a segment that is given decides wherever it is asked', async () => {
  expect((await happened('{ subject: long, power-users: true }')).slice(3)).toEqual([
    '03-04 10:00 sent: tips',
    '03-11 10:00 sent: tips',
    '03-18 10:00 left: finished',
  ]);
});

test('a lead that is held out walks the same path, and nothing leaves', async () => {
  expect(await happened('{ subject: long, holdout: true }')).toEqual([
    '03-02 10:00 held_out: hello',
    '03-02 10:00 held_out: long',
    '03-02 10:00 held_out: call',
    '03-04 10:00 held_out: tips',
    '03-11 10:00 left: finished',
  ]);
});

test('who is not said to be held out is not, however large the holdout', async () => {
  expect((await happened('{ subject: long }'))[0]).toBe('03-02 10:00 sent: hello');
});
