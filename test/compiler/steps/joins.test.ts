import { expect, test } from 'vitest';
import type { Plan, Step } from '../../../compiler/plan/ir.js';
import { campaignText, checkWhole } from '../whole-repository.js';

test('the values of a branch, the arms of a split and the outcomes of a task join at the step behind', async () => {
  const plan = await planOf(`- branch: by-plan
  on: lead.plan
  cases:
    free:
      - send: one
        after: 8d
    pro: []
  else:
    - end: stop
- split: offer
  arms:
    call:
      share: 40%
      steps:
        - send: two
          after: 8d
    guide:
      share: 10%
      steps: []
    winner:
      steps: []
  best: clicked(two since entry) after 2d else call
- task: book
  team: success
  due: 48h
  assign:
    - enterprise when lead.company_size > 1000
    - inbound by rotation
  outcomes:
    booked:
      - send: three
        after: 8d
- send: last
  after: 8d`);
  expect(step(plan, 'by-plan')).toMatchObject({ cases: { free: 'one', pro: 'offer' }, else: 'stop', next: 'offer' });
  expect(step(plan, 'one').next).toBe('offer');
  expect(step(plan, 'offer')).toMatchObject({
    arms: [
      { name: 'call', share: 0.4, first: 'two' },
      { name: 'guide', share: 0.1, first: 'book' },
    ],
    best: { else: 'call', after: { amount: 2, unit: 'd' } },
  });
  expect(step(plan, 'book')).toMatchObject({
    outcomes: { booked: 'three', late: 'last' },
    assign: [{ to: 'enterprise', when: { kind: 'compare' } }, { to: 'inbound', by: 'rotation' }],
  });
  expect(step(plan, 'three').next).toBe('last');
  expect(step(plan, 'last').next).toBeNull();
});

test('a round of a repeat ends where it began', async () => {
  const plan = await planOf('- repeat: tips\n  every: 7d\n  times: 3\n  until: lead.employee\n  steps:\n    - send: one\n      after: 8d\n    - send: two\n      after: 8d\n- send: last\n  after: 8d');
  expect(step(plan, 'tips')).toMatchObject({ round: { kind: 'steps', first: 'one' }, times: 3, next: 'last' });
  expect(step(plan, 'one').next).toBe('two');
  expect(step(plan, 'two').next).toBe('tips');
});

test('a segment comes with its condition, and what it reads moves the lead', async () => {
  const plan = await planOf('- wait: growth\n  for: lead in power-users\n  at_most: 30d\n- send: one');
  expect(step(plan, 'growth')).toMatchObject({ forCondition: { kind: 'segment', name: 'power-users', when: { kind: 'compare' } } });
  expect(plan.interests.attributes).toContain('company_size');
});

test('a range is two comparisons', async () => {
  const plan = await planOf('- send: one\n  when: lead.company_size in 50..1000');
  expect(step(plan, 'one')).toMatchObject({
    when: { kind: 'and', operands: [{ operator: '>=', right: { value: 50 } }, { operator: '<=', right: { value: 1000 } }] },
  });
});

test('what an account is asked for moves the lead as well', async () => {
  const plan = await planOf('- wait: growth\n  for: account.size > 100\n  at_most: 30d\n- send: one');
  expect(plan.interests.account).toEqual(['size']);
});

async function planOf(steps: string): Promise<Plan> {
  const { release, diagnostics } = await checkWhole(campaignText({ steps }));
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  expect(wrong).toEqual([]);
  const plan = release?.campaigns.find((campaign) => campaign.plan.campaign === 'demo')?.plan;
  if (plan === undefined) throw new Error('nothing was planned');
  return plan;
}

function step(plan: Plan, id: string): Step {
  const found = plan.steps.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}
