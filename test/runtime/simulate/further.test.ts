import { expect, test } from 'vitest';
import { runCampaignTest } from '../../../runtime/simulate/campaign-test.js';
import { campaignText, checkWhole } from '../../compiler/whole-repository.js';

const demo = (steps: string, keys = '') => `# path: campaigns/demo.yaml
${campaignText({ steps, keys })}`;

const told = (lines: string, lead = '{ email: ada@acme.example }') => `# path: tests/demo.test.yaml
test: it goes as it says
campaign: demo
lead: ${lead}
${lines}
`;

/** What fails in the test of such a repository; nothing when it is as it says. */
async function failures(...files: readonly string[]): Promise<readonly string[]> {
  const { release, tests, diagnostics } = await checkWhole(files.join(''));
  if (release === undefined) return diagnostics.map(({ code, message }) => `${code}: ${message}`);
  return tests.flatMap((one) => runCampaignTest(one, release).failures.map(({ text }) => text));
}

const signedUp = `events:
  - { at: 2026-03-02 10:00, event: signed_up }
expect:`;

test('an account of a test, and a step that sets an attribute of it', async () => {
  const steps = `- set: grow
  attribute: account.size
  to: 500
  when: account.size > 100
- send: hello
  when: account.size == 500`;
  const expected = `${signedUp}\n  - { sent: hello, at: 2026-03-02 10:00 }\n  - { left: finished }`;
  expect(await failures(demo(steps), told(`account: { size: 120 }\n${expected}`))).toEqual([]);
  const without = `${signedUp}\n  - { skipped: grow }\n  - { skipped: hello }\n  - { left: finished }`;
  expect(await failures(demo(steps), told(`account: { size: 3 }\n${without}`))).toEqual([]);
});

test('a list holds the company of the address, or of the account', async () => {
  const list = '# path: lists/target-accounts.csv\ndomain,name\n"ACME.example",Acme\n';
  const steps = '- send: hello\n  when: account in target-accounts';
  const hit = `${signedUp}\n  - { sent: hello }\n  - { left: finished }`;
  const miss = `${signedUp}\n  - { skipped: hello }\n  - { left: finished }`;
  expect(await failures(list, demo(steps), told(hit))).toEqual([]);
  expect(await failures(list, demo(steps), told(miss, '{ email: ada@other.example }'))).toEqual([]);
  expect(await failures(list, demo(steps), told(`account: { domain: acme.example }\n${hit}`, '{ email: ada@other.example }'))).toEqual([]);
  expect(await failures(list, demo(steps), told(`account: { domain: other.example }\n${miss}`))).toEqual([]);
});

test('a click that a test tells ends the wait for it', async () => {
  const steps = `- send: hello
- wait: interest
  for: clicked(hello since entry)
  at_most: 9d
  then:
    - send: ahoy
  else:
    - send: bye`;
  const events = `events:
  - { at: 2026-03-02 10:00, event: signed_up }
  - { after: 1d, event: email_clicked, with: { step: hello } }
expect:
  - { sent: hello }
  - { sent: ahoy, at: 2026-03-03 10:00 }
  - { left: finished }`;
  const declared = '# path: schema/more.yaml\nevents:\n  email_clicked:\n    properties:\n      step: { type: text }\n';
  expect(await failures(declared, demo(steps), told(events))).toEqual([]);
});

test('points fade in a test as they do in production', async () => {
  const scoring = `# path: scoring/scoring.yaml
ready: 20
fit:
  size: 10 when lead.company_size > 100
pain:
  project: 20 on project_created fades 10d guess
approved: [ marketing, sales ]
`;
  const steps = `- wait: cool-down
  for: score.total < 10
  at_most: 60d
  then:
    - send: hello
  else:
    - send: bye`;
  const events = `events:
  - { at: 2026-03-02 10:00, event: project_created }
  - { after: 0s, event: signed_up }
expect:
  - { sent: hello, at: 2026-03-13 03:45 }
  - { left: finished }`;
  expect(await failures(scoring, demo(steps), told(events))).toEqual([]);
});

test('a sequence that never ended holds nothing', async () => {
  const steps = `- send: hello
  when: sequence(project_created then activated in last 30d)
- send: ahoy
  when: sequence(project_created then signed_up in last 30d)`;
  const events = `events:
  - { at: 2026-03-01 10:00, event: project_created }
  - { at: 2026-03-02 10:00, event: signed_up }
expect:
  - { skipped: hello }
  - { sent: ahoy }
  - { left: finished }`;
  expect(await failures(demo(steps), told(events))).toEqual([]);
});

test('a change of the account lets in, with its values before and after', async () => {
  const grown = `# path: campaigns/demo.yaml
${campaignText({ enter: '- on: changed(account.size)\n  where: event.old < event.new\n  again: always' })}`;
  const events = `account: { size: 10 }
events:
  - { at: 2026-03-02 10:00, event: signed_up }
  - { after: 1h, event: group, with: { size: 5 } }
  - { after: 1h, event: group, with: { size: 50 } }
  - { after: 1h, event: group, with: { size: 50 } }
expect:`;
  expect(await failures(grown, told(`${events}\n  - { sent: hello, at: 2026-03-02 12:00 }\n  - { left: finished }`))).toEqual([]);
});

test('a group call that a test tells is of the attributes the schema declares', async () => {
  const events = 'events:\n  - { at: 2026-03-02 10:00, event: group, with: { siez: 5 } }\nexpect: []';
  expect(await failures(demo('- send: hello'), told(events))).toEqual([expect.stringMatching(/^C2101/)]);
});

const schema = `# path: schema/stage.yaml
lead:
  stage: { type: enum, values: [lead, customer], example: lead }
`;

test('another stage is an event, whoever says it', async () => {
  const customers = `# path: campaigns/demo.yaml
${campaignText({ enter: '- on: stage_changed\n  where: event.new == "customer"' })}`;
  const events = (after: string) => `events:
  - { at: 2026-03-02 10:00, event: signed_up }
  - { after: 1h, event: identify, with: { stage: ${after} } }
expect:`;
  expect(await failures(schema, customers, told(`${events('customer')}\n  - { sent: hello, at: 2026-03-02 11:00 }\n  - { left: finished }`))).toEqual([]);
  expect(await failures(schema, customers, told(`${events('lead')} []`))).toEqual([]);
  const own = demo(`- set: promote\n  attribute: lead.stage\n  to: '"customer"'\n- wait: promoted\n  for: stage_changed\n  at_most: 9d\n  then:\n    - send: hello\n  else:\n    - send: bye`);
  const expected = `${signedUp}\n  - { sent: hello, at: 2026-03-02 10:00 }\n  - { left: finished }`;
  expect(await failures(schema, own, told(expected))).toEqual([]);
});

test('a lead that is active again after thirty days comes back', async () => {
  const scoring = '# path: scoring/score.yaml\nready: 100\npain:\n  demo: 20 on demo_requested guess\napproved: [marketing, sales]\n';
  const back = `# path: campaigns/demo.yaml
${campaignText({ enter: '- on: reopened\n  where: event.total == 60' })}`;
  const events = (last: string) => `events:
  - { at: 2026-03-02 10:00, event: demo_requested }
  - { after: 1d, event: demo_requested }
  - { after: ${last}, event: demo_requested }
expect:`;
  expect(await failures(scoring, back, told(`${events('31d')}\n  - { sent: hello, at: 2026-04-03 10:00 }\n  - { left: finished }`))).toEqual([]);
  expect(await failures(scoring, back, told(`${events('29d')} []`))).toEqual([]);
});

test('a test expects the start of another campaign', async () => {
  const steps = '- start: other\n- send: hello';
  const other = `# path: campaigns/other.yaml\n${campaignText({ enter: '- on: started' }).replace('campaign: demo', 'campaign: other')}`;
  const expected = `${signedUp}\n  - { started: other, at: 2026-03-02 10:00 }\n  - { sent: hello }\n  - { left: finished }`;
  expect(await failures(other, demo(steps), told(expected))).toEqual([]);
  const silent = `${signedUp}\n  - { sent: hello }\n  - { left: finished }`;
  expect(await failures(other, demo(steps), told(silent))).toEqual([expect.stringContaining('started: other')]);
  const skipping = '- start: other\n  when: lead.plan == "pro"\n- send: hello';
  const skipped = `${signedUp}\n  - { skipped: other }\n  - { sent: hello }\n  - { left: finished }`;
  expect(await failures(other, demo(skipping), told(skipped))).toEqual([]);
});
