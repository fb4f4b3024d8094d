import { describe, expect, test } from 'vitest';
import { completeAt } from '../../../compiler/editor/complete/complete.js';
import { learn } from '../../../compiler/editor/knowledge.js';
import { saas, typing } from './repository.js';

/** The labels, the likeliest first. */
function labels(path: string, marked: string): readonly string[] {
  const { knowledge, offset } = typing(path, marked);
  const { items } = completeAt(knowledge, path, offset);
  return items.toSorted((one, other) => (one.rank ?? 5) - (other.rank ?? 5)).map(({ label }) => label);
}

const head = 'campaign: x\nkind: welcome\nstage: lead\nowner: team\nenter:\n  - on: signed_up\n';

describe('in a campaign', () => {
  test.each([
    ['kind: ‸', 'onboarding'],
    ['stage: ‸', 'sdr-ready'],
    [`${head}    where: event.‸`, 'event.plan'],
    [`${head}    again: ‸`, 'after'],
    [`${head}    unless: ‸`, 'document_created'],
    [`${head}  - becomes: not did(‸`, 'logged_in'],
    [`${head}  - at: lead.‸`, 'lead.renewal_date'],
    [`${head}leave:\n  - on: ‸`, 'subscription_started'],
    [`${head}goal: ‸`, 'activated'],
    [`${head}goal: activated ‸`, 'within'],
    [`${head}email: ‸`, 'transactional'],
    [`${head}excludes: [‸]`, 'onboarding'],
    [`${head}steps:\n  - send: a\n  - wait: b\n    for: ‸`, 'activated'],
    [`${head}steps:\n  - wait: b\n    else:\n      - if: c\n        when: sent(‸`, 'welcome/hello'],
    [`${head}steps:\n  - send: a\n    late: ‸`, 'skip'],
    [`${head}steps:\n  - start: ‸`, 'onboarding'],
    [`${head}steps:\n  - set: a\n    attribute: ‸`, 'lead.upgrade_offered_at'],
    [`${head}steps:\n  - if: a\n    when: >\n      lead.plan == "trial" and\n      lead.‸`, 'lead.employee'],
    [`${head}steps:\n  - if: a\n    when: lead.country is ‸`, 'not set'],
    [`${head}steps:\n  - if: a\n    when: time since activated > 3‸`, '3d'],
    [`${head}steps:\n  - if: a\n    when: sum(‸`, 'team_invited.people'],
    [`${head}in_flight: ‸`, 'finish_old'],
    [`${head}steps:\n- send: a\n  ‸`, 'unsure'],
  ])('%j offers %s', (marked, wanted) => {
    expect(labels('campaigns/x.yaml', marked)).toContain(wanted);
  });

  test('a date is wanted, so nothing else is offered', () => {
    expect(labels('campaigns/x.yaml', `${head}  - at: lead.‸`)).toEqual(['lead.renewal_date', 'lead.upgrade_offered_at']);
  });

  test('nothing in comments, in titles and in what nobody knows', () => {
    expect(labels('campaigns/x.yaml', `${head}# when: lead.‸`)).toEqual([]);
    expect(labels('campaigns/x.yaml', 'title: lead.‸')).toEqual([]);
    expect(labels('campaigns/x.yaml', 'whatever: lead.‸')).toEqual([]);
    expect(labels('notes.md', 'lead.‸')).toEqual([]);
  });

  test('what is typed already is replaced, and only what begins like it is offered', () => {
    const { knowledge, offset } = typing('campaigns/x.yaml', `${head}steps:\n  - if: a\n    when: lead.comp‸`);
    const { items, start, end } = completeAt(knowledge, 'campaigns/x.yaml', offset);
    expect(items.map(({ label }) => label)).toEqual(['lead.company', 'lead.company_size']);
    expect([start, end]).toEqual([offset - 'lead.comp'.length, offset]);
  });
});

test.each([
  ['scoring/scoring.yaml', 'pain:\n  a: 10 on ‸', 'page_viewed'],
  ['scoring/scoring.yaml', 'pain:\n  a: 10 on page_viewed where event.path == "/x" ‸', 'at most'],
  ['scoring/scoring.yaml', 'fit:\n  a:\n    - 5 when lead.seniority in ["‸', '"manager"'],
  ['perennial.yaml', 'caps:\n  - 3 ‸', 'marketing'],
  ['perennial.yaml', 'topics:\n  news: { opt: ‸', 'double'],
  ['schema/lead.yaml', 'lead:\n  a: { type: ‸', 'timestamp'],
  ['schema/lead.yaml', 'lead:\n  a:\n    ‸', 'meaning'],
  ['segments/a.yaml', 'segments:\n  a: lead.‸', 'lead.plan'],
  ['tests/x.test.yaml', 'test: a\ncampaign: ‸', 'welcome'],
  ['tests/x.test.yaml', 'test: a\ncampaign: welcome\nevents:\n  - { event: signed_up, with: { ‸', 'plan'],
  ['tests/x.test.yaml', 'test: a\ncampaign: welcome\nexpect:\n  - { left: ‸', 'goal'],
  ['campaigns/x.campaign', 'campaign x\nkind ‸', 'welcome'],
  ['campaigns/x.campaign', 'campaign x\nenter on signed_up where event.‸', 'event.plan'],
  ['campaigns/x.campaign', 'campaign x\nwait a for activated ‸', 'at most'],
  ['campaigns/x.campaign', 'campaign x\nwait a for activated at most 3d {\n  ‸', 'send'],
  ['segments/a.segments', 'segment a when lead.‸', 'lead.plan'],
  ['scoring/a.scoring', 'pain a 10 on ‸', 'page_viewed'],
  ['scoring/a.scoring', 'fit a { 10 when lead.‸', 'lead.plan'],
  ['tests/a.tests', 'test "a" campaign ‸', 'welcome'],
  ['tests/a.tests', 'test "a" campaign welcome {\n  after 20h ‸', 'activated'],
  ['templates/welcome/x.mjml', '<p>{{ entry.‸ }}', 'entry.plan'],
])('%s: %j offers %s', (path, marked, wanted) => {
  expect(labels(path, marked)).toContain(wanted);
});

describe('a channel', () => {
  const channel = (rest: string): string => `channels:\n  crm:\n    ${rest}`;
  const settings = ['url', 'url_secret', 'secret', 'allow_private'];

  test('is of a kind that there is', () => {
    expect(labels('perennial.yaml', channel('kind: ‸'))).toEqual(['webhook', 'slack', 'sms', 'task']);
  });

  test('takes the settings of its kind that are not there yet, in lines and in braces', () => {
    expect(labels('perennial.yaml', channel('kind: webhook\n    ‸'))).toEqual(settings);
    expect(labels('perennial.yaml', channel('kind: webhook\n    url: https://crm.example\n    ‸'))).toEqual(settings.slice(1));
    expect(labels('perennial.yaml', 'channels:\n  crm: { kind: task, ‸ }')).toEqual([...settings.slice(0, 3), 'members', 'allow_private']);
    expect(labels('perennial.yaml', channel('‸'))).toEqual(['kind']);
  });

  test('is reached at an attribute of the lead', () => {
    expect(labels('perennial.yaml', channel('kind: sms\n    address: ‸'))).toContain('company');
    expect(labels('perennial.yaml', channel('kind: sms\n    allow_private: ‸'))).toEqual(['true', 'false']);
  });
});

test('at no place of no file does it throw, or take long', () => {
  const knowledge = learn(saas);
  let asked = 0;
  for (const { path, text } of saas.filter((source) => !source.path.startsWith('templates/'))) {
    for (let offset = 0; offset <= text.length; offset += 97) {
      completeAt(knowledge, path, offset);
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(200);
});
