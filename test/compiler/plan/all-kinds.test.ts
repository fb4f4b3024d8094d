import { describe, expect, test } from 'vitest';
import type { EntryKind } from '../../../grammar/ast/entry.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { StepKind } from '../../../grammar/ast/step.js';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { everyPart, expressionsOfCampaign } from '../../../compiler/names/expressions-of.js';
import { stepsOf } from '../../../compiler/names/steps-of.js';
import type { CampaignParts } from '../whole-repository.js';
import { campaignText, checkWhole } from '../whole-repository.js';

// Each table is keyed by the union of the grammar: a kind that is new there is missing here.

const expressions: Readonly<Record<ExprAst['kind'], string>> = {
  number: 'lead.company_size > 3',
  text: 'lead.country == "DE"',
  boolean: 'lead.employee == true',
  duration: 'time since signed_up > 3d',
  date: 'lead.renewal_date > 2026-03-01',
  list: 'lead.country in ["DE", "AT"]',
  range: 'lead.company_size in 50..1000',
  now: 'lead.trial_ends_at > now',
  path: 'lead.employee',
  word: 'lead.employee',
  not: 'not lead.employee',
  logic: 'lead.employee and lead.offered_upgrade',
  compare: 'score.total >= 50',
  'text-test': 'lead.country starts with "D"',
  'is-set': 'lead.country is set',
  in: 'lead.plan in ["free", "trial"]',
  member: 'lead in power-users',
  arithmetic: 'lead.company_size * 2 > 10',
  history: 'did(activated since entry)',
  message: 'clicked(hello since entry)',
  'time-since': 'time since signed_up > 3d',
  sequence: 'sequence(signed_up then activated in last 30d)',
  call: 'lead.country ends with "E"',
};

const steps: Readonly<Record<StepKind, string>> = {
  send: '- send: hello',
  wait: '- wait: project\n  for: project_created\n  at_most: 3d\n  then:\n    - send: hello',
  if: '- if: paying\n  when: lead.plan == "pro"\n  then:\n    - send: hello',
  branch: '- branch: by-plan\n  on: lead.plan\n  cases:\n    free:\n      - send: hello\n  else:\n    - send: ahoy',
  split: `- split: offer
  arms:
    call:
      share: 50%
      steps:
        - send: hello
    guide:
      share: 50%
      steps:
        - send: ahoy`,
  set: '- set: mark\n  attribute: lead.offered_upgrade\n  to: true',
  task: '- task: book-call\n  team: success\n  due: 48h\n  outcomes:\n    booked:\n      - send: hello',
  do: '- do: slack-post\n  with:\n    text: = lead.plan',
  start: '- start: other',
  repeat: '- repeat: tips\n  every: 7d\n  times: 3\n  steps:\n    - send: hello',
  end: '- end: stop',
};

const entries: Readonly<Record<EntryKind, string>> = {
  on: '- on: signed_up\n  where: event.plan == "trial"',
  changed: '- on: changed(lead.plan)\n  where: event.old == "free"',
  becomes: '- becomes: not did(activated in last 14d)\n  already: skip',
  at: '- at: lead.trial_ends_at - 3d 09:00\n  late: skip',
  every: '- every: week on mon 09:00\n  to: power-users\n  late: skip',
};

const without = { word: 'for: project_created', call: 'a plug-in', do: 'a plug-in' };

async function planOf(parts: CampaignParts) {
  const text = campaignText(parts);
  const { release, diagnostics } = await checkWhole(text);
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  const read = decodeCampaign({ path: 'campaigns/demo.yaml', text }).value;
  return { plan: release?.campaigns.find(({ plan }) => plan.campaign === 'demo')?.plan, wrong, read };
}

describe.each(Object.entries(expressions).filter(([kind]) => !(kind in without)))('the expression %s', (kind, phrase) => {
  test('is typed and planned', async () => {
    const { plan, wrong, read } = await planOf({ steps: `- if: asked\n  when: ${phrase}\n  then:\n    - send: hello` });
    expect(wrong).toEqual([]);
    expect(plan?.steps[0]?.kind).toBe('if');
    if (read === undefined) throw new Error('it was not read');
    expect(expressionsOfCampaign(read).flatMap(everyPart).map((part) => part.kind)).toContain(kind);
  });
});

describe.each(Object.entries(steps).filter(([kind]) => !(kind in without)))('the step %s', (kind, text) => {
  test('is checked and planned', async () => {
    const { plan, wrong, read } = await planOf({ steps: text });
    expect(wrong).toEqual([]);
    expect(plan?.steps.map((step) => step.kind)).toEqual(stepsOf(read?.steps ?? []).map((step) => step.kind));
    expect(plan?.steps[0]?.kind).toBe(kind);
  });
});

describe.each(Object.entries(entries))('the way in %s', (kind, text) => {
  test('is checked and planned', async () => {
    const { plan, wrong } = await planOf({ enter: text });
    expect(wrong).toEqual([]);
    expect([...(plan?.enter ?? []).map(() => 'on'), ...(plan?.watch ?? []).map((entry) => entry.kind)]).toEqual([kind]);
  });
});
