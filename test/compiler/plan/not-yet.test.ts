import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notYet } from '../../../compiler/plan/not-yet.js';
import { campaignText, checkWhole } from '../whole-repository.js';

const task = '- task: call\n  team: success\n  due: 48h';
const asked = (condition: string) => campaignText({ steps: `- send: hello\n- send: ahoy\n  after: 3d\n  when: ${condition}` });
const workspaceWith = (lines: string) => `# path: perennial.yaml
dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin
activation: activated
topics:
  product-tips: { title: Product tips, opt: out }
senders:
  onboarding: { address: anna@northwind.example, label: Anna of Northwind }
${lines}
`;
const scoringWith = (pain: string, more = '') => `# path: scoring/scoring.yaml
ready: 20
fit:
  size: 10 when lead.company_size > 100
pain:
  project: 20 on project_created ${pain}guess
${more}approved: [ marketing, sales ]
`;
const testWith = (lines: string) => `# path: campaigns/demo.yaml
${campaignText({ steps: `${task}\n  outcomes:\n    booked:\n      - send: hello\n- split: offer\n  arms:\n    one:\n      share: 50%\n      steps:\n        - send: one\n    two:\n      share: 50%\n      steps:\n        - send: two` })}
# path: tests/demo.test.yaml
test: somebody gets a mail
campaign: demo
lead: { email: ada@example.com }
${lines}
expect:
  - { sent: hello }
`;
const signedUp = 'events:\n  - { at: 2026-03-02 10:00, event: signed_up }';
const split = `- split: offer
  arms:
    one:
      share: 50%
      steps:
        - send: hello
    two:
      share: 50%
      steps:
        - send: ahoy`;

/** One example of each; a line of the table without one fails below. */
const examples: Readonly<Record<string, string>> = {
  'changed(…)': campaignText({ enter: '- on: changed(lead.plan)' }),
  becomes: campaignText({ enter: '- becomes: lead.plan == "pro"\n  already: skip' }),
  'a way in with "at"': campaignText({ enter: '- at: lead.renewal_date - 60d 09:00\n  late: skip' }),
  every: campaignText({ enter: '- every: day 09:00\n  late: skip' }),
  unless: campaignText({ enter: '- on: signed_up\n  unless: activated within 30min' }),
  to: campaignText({ enter: '- on: signed_up\n  to: power-users' }),
  branch: campaignText({ steps: '- branch: by-plan\n  on: lead.plan\n  cases:\n    free:\n      - send: hello\n  else:\n    - send: ahoy' }),
  split: campaignText({ steps: split }),
  do: campaignText({ steps: '- do: slack-post' }),
  start: campaignText({ steps: '- start: other' }),
  repeat: campaignText({ steps: '- repeat: tips\n  every: 7d\n  times: 2\n  steps:\n    - send: hello' }),
  outcomes: campaignText({ steps: `${task}\n  outcomes:\n    booked:\n      - send: hello` }),
  assign: campaignText({ steps: `${task}\n  assign:\n    - inbound by rotation` }),
  channel: campaignText({ steps: '- send: hello\n  channel: sms' }),
  'an attribute of the account in "set"': campaignText({ steps: '- set: mark\n  attribute: account.size\n  to: 3' }),
  'account time': campaignText({ steps: '- send: hello\n  at: day 3 09:00 account time' }),
  'workspace time': campaignText({ steps: '- send: hello\n  at: day 3 09:00 workspace time' }),
  was: campaignText({ steps: '- send: hello\n  was: greeting' }),
  'a goal with "where"': campaignText({}).replace('goal: activated', 'goal: order_placed where event.total > 10'),
  excludes: campaignText({ keys: 'excludes: [other]' }),
  holdout: campaignText({ keys: 'holdout: 10%' }),
  variants: campaignText({ keys: 'variants: lead.plan' }),
  playlists: campaignText({ keys: 'playlists:\n  library:\n    - hello' }),
  in_flight: campaignText({ keys: 'in_flight: adopt' }),
  rollout: campaignText({ keys: 'rollout: 10% hold when bounces > 2%' }),
  'the event score_dropped': campaignText({ enter: '- on: score_dropped' }),
  'the event stage_changed': campaignText({ enter: '- on: stage_changed' }),
  'the event reopened': campaignText({ enter: '- on: reopened' }),
  'the event started': campaignText({ enter: '- on: started' }),
  'the event campaign_finished': campaignText({ enter: '- on: campaign_finished' }),
  'the event task_completed': campaignText({ enter: '- on: task_completed' }),
  'the event task_late': campaignText({ enter: '- on: task_late' }),
  'the event email_opened': `# path: schema/lead.yaml\nlead:\n  plan: { type: text, default: free, example: free }\nevents:\n  signed_up:\n    meaning: An account was created.\n  activated:\n    meaning: First value was received.\n# path: campaigns/demo.yaml\n${campaignText({ enter: '- on: email_opened' })}`,
  'the event email_clicked': campaignText({ enter: '- on: email_clicked' }),
  'the event email_replied': campaignText({ enter: '- on: email_replied' }),
  'the event email_bounced': campaignText({ enter: '- on: email_bounced' }),
  'the event email_complained': campaignText({ enter: '- on: email_complained' }),
  account: asked('account.size > 100'),
  rfm: asked('rfm.r > 2'),
  'score.velocity': asked('score.velocity > 2'),
  'in campaign': asked('lead in campaign other'),
  'a list': asked('account in target-accounts'),
  'opened(…)': asked('opened(hello since entry)'),
  'clicked(…)': asked('clicked(hello since entry)'),
  'replied(…)': asked('replied(hello since entry)'),
  'sequence(…)': asked('sequence(signed_up then activated in last 30d)'),
  'a function of a plug-in': asked('domain_of(lead.country) == "x"'),
  fades: scoringWith('fades 30d '),
  'the score of an account': scoringWith('', 'account: fit max, pain sum, 60 per person\n'),
  quiet_hours: workspaceWith('quiet_hours: 22:00-07:00'),
  holidays: workspaceWith('holidays:\n  christmas: [2026-12-25]'),
  priority: workspaceWith('priority: [welcome, nurture]'),
  channels: workspaceWith('channels:\n  sms: { kind: sms }'),
  'a double opt-in': workspaceWith('').replace('opt: out', 'opt: double'),
  'a holdout of the workspace': workspaceWith('holdout: 5%'),
  'the counting of clicks and opens': workspaceWith('links: { domain: go.northwind.example }'),
  utm: workspaceWith('links: { utm: { source: perennial } }'),
  retention: workspaceWith('retention: { events: 2y }'),
  environments: workspaceWith('environments:\n  staging: { allow: ["@northwind.example"] }'),
  plugins: workspaceWith('plugins: [perennial-slack]'),
  'an account in a test': testWith(`account: { size: 3 }\n${signedUp}`),
  given: testWith(`given: { offer: one }\n${signedUp}`),
  'the outcome of a task in a test': testWith(`${signedUp}\n  - { after: 1d, task: call, outcome: booked }`),
};

test.each(notYet)('$construct is refused, and named', async ({ construct }) => {
  const example = examples[construct];
  if (example === undefined) throw new Error(`no example of ${construct}`);
  const { diagnostics, release } = await checkWhole(example);
  const named = diagnostics.filter(({ code }) => code === 'C1101').map(({ message }) => message);
  expect(named.some((message) => message.includes(construct))).toBe(true);
  expect(release).toBeUndefined();
});

test.each(notYet)('the language reference names $construct', ({ construct }) => {
  const page = readFileSync(new URL('../../../docs/reference/language.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
  const event = /^the event (.*)$/.exec(construct)?.[1];
  expect(page).toContain(event === undefined ? construct : `\`${event}\` *`);
});

test('no example is left over', () => {
  expect(Object.keys(examples).filter((name) => !notYet.some(({ construct }) => construct === name))).toEqual([]);
});

test('an event that the application sends is its own', async () => {
  const { diagnostics } = await checkWhole(campaignText({ enter: '- on: email_opened' }));
  expect(diagnostics.filter(({ code }) => code === 'C1101')).toEqual([]);
});

test('what cannot run yet is planned all the same', async () => {
  const { plans, release, diagnostics } = await checkWhole(campaignText({ keys: 'holdout: 10%' }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['C1101']));
  expect(plans?.campaigns.find(({ plan }) => plan.campaign === 'demo')?.plan.holdout).toBe(0.1);
  expect(release).toBeUndefined();
});

test('what can run is released as it was planned', async () => {
  const { plans, release } = await checkWhole(campaignText({}));
  expect(release).toBeDefined();
  expect(plans).toEqual(release);
});
