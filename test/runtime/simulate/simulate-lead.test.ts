import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../../compiler/plan/ir.js';
import type { PastEvent } from '../../../runtime/engine/types.js';
import { simulateLead } from '../../../runtime/simulate/simulate-lead.js';
import { releaseOf, welcomePlan } from './welcome-repository.js';

const scoring = `# path: scoring/scoring.yaml
ready: 30
fit:
  size: 10 when lead.company_size >= 100
pain:
  asked: 20 on demo_requested once guess
  returned: 5 on project_created at most 1 per day guess
approved: [ marketing, sales ]
# path: campaigns/hand-off.yaml
campaign: hand-off
title: Hand over
kind: hand-off
stage: sdr-ready
owner: team
enter:
  - on: demo_requested
    where: score.total >= 30
    again: always
goal: subscription_started within 90d
steps:
  - task: call
    team: sdr
`;

const lead = { email: 'ada@example.com', plan: 'trial', offered_upgrade: false, trial_ends_at: '2026-03-20T00:00:00Z' };
const signedUp = happened('signed_up', '2026-03-02T09:00:00Z');

function happened(name: string, at: string, properties: Record<string, Scalar> = {}): PastEvent {
  return { seq: Date.parse(at), name, at: Date.parse(at), properties };
}

async function storyOf(
  events: readonly PastEvent[],
  { attributes = lead, until = '2027-01-01T00:00:00Z' }: { attributes?: Record<string, Scalar>; until?: string } = {},
): Promise<{ readonly told: readonly string[]; readonly standsOn?: string | undefined; readonly entered: boolean }> {
  const { workspace } = await releaseOf();
  const { why, standsOn, entered } = simulateLead({
    plan: await welcomePlan(),
    workspace,
    attributes,
    events,
    until: Date.parse(until),
  });
  const worth = why.filter(({ code }) => ['sent', 'skipped', 'set', 'task', 'goal', 'left', 'finished'].includes(code));
  const told = worth.map(({ code, step, at }) => `${new Date(at).toISOString().slice(0, 16)} ${code} ${step ?? ''}`.trim());
  return { told, standsOn, entered };
}

describe('one lead through one campaign', () => {
  test('goes all the way, each step at its moment', async () => {
    const { told } = await storyOf([signedUp, happened('project_created', '2026-03-04T12:00:00Z')]);
    expect(told).toEqual([
      '2026-03-02T09:00 sent hello',
      '2026-03-03T09:00 sent for-trials',
      '2026-03-04T12:00 sent invite-team',
      '2026-03-17T08:00 sent trial-ending',
      '2026-03-17T08:00 finished',
    ]);
  });

  test('what a step sets is known to the steps behind it', async () => {
    const { told } = await storyOf([signedUp]);
    expect(told).toEqual([
      '2026-03-02T09:00 sent hello',
      '2026-03-03T09:00 sent for-trials',
      '2026-03-06T09:00 set offer',
      '2026-03-06T09:00 task book-call',
      '2026-03-17T08:00 skipped trial-ending',
      '2026-03-17T08:00 finished',
    ]);
  });

  test('stops at the goal and at a way out, at the moment they come', async () => {
    const goal = await storyOf([signedUp, happened('activated', '2026-03-02T20:00:00Z')]);
    expect(goal.told.slice(1)).toEqual(['2026-03-02T20:00 goal for-trials']);
    const left = await storyOf([signedUp, happened('subscription_started', '2026-03-05T20:00:00Z')]);
    expect(left.told.at(-1)).toBe('2026-03-05T20:00 left project');
  });

  test('is left standing where the time is up', async () => {
    const { told, standsOn, entered } = await storyOf([signedUp], { until: '2026-03-04T00:00:00Z' });
    expect(told).toEqual(['2026-03-02T09:00 sent hello', '2026-03-03T09:00 sent for-trials']);
    expect({ standsOn, entered }).toEqual({ standsOn: 'project', entered: true });
  });

  test('who never comes in has no story', async () => {
    expect(await storyOf([happened('activated', '2026-03-02T09:00:00Z')])).toEqual({ told: [], entered: false });
  });

  test('a second entry is not taken, inside or after', async () => {
    const once = await storyOf([signedUp]);
    const again = await storyOf([signedUp, happened('signed_up', '2026-03-02T10:00:00Z'), happened('signed_up', '2026-06-01T10:00:00Z')]);
    expect(again.told).toEqual(once.told);
  });

  test('the event of a moment comes before its timer', async () => {
    // The wait ends at 2026-03-06 09:00, and so does the waiting for it.
    const { told } = await storyOf([signedUp, happened('project_created', '2026-03-06T09:00:00Z')]);
    expect(told).toContain('2026-03-06T09:00 sent invite-team');
  });

  test('without an address every mail is skipped, and who objects hears nothing more', async () => {
    const { email: _email, ...silent } = lead;
    const { told } = await storyOf([signedUp], { attributes: silent });
    expect(told.filter((line) => line.includes('sent'))).toEqual([]);
    expect(told[0]).toBe('2026-03-02T09:00 skipped hello');
    const objected = await storyOf([signedUp, happened('unsubscribed', '2026-03-02T12:00:00Z')]);
    expect(objected.told.slice(0, 2)).toEqual(['2026-03-02T09:00 sent hello', '2026-03-03T09:00 skipped for-trials']);
  });
});

describe('the score of a simulated lead', () => {
  async function enteredWith(events: readonly PastEvent[], companySize: number): Promise<boolean> {
    const release = await releaseOf(scoring);
    const handOff = release.campaigns.find(({ plan }) => plan.campaign === 'hand-off');
    if (handOff === undefined) throw new Error('there is no hand-off');
    const { workspace } = release;
    const until = Date.parse('2027-01-01T00:00:00Z');
    return simulateLead({ plan: handOff.plan, workspace, attributes: { ...lead, company_size: companySize }, events, until }).entered;
  }
  const asked = happened('demo_requested', '2026-03-03T10:00:00Z');

  test('counts fit and pain before the way in is asked', async () => {
    expect(await enteredWith([asked], 150)).toBe(true);
    expect(await enteredWith([asked], 20)).toBe(false);
  });

  test('counts once what counts once, and once a day what counts once a day', async () => {
    const worked = ['2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z'].map((at) => happened('project_created', at));
    expect(await enteredWith([...worked, asked], 20)).toBe(false);
    const nextDay = happened('project_created', '2026-03-02T08:00:00Z');
    expect(await enteredWith([...worked, nextDay, asked], 20)).toBe(true);
    expect(await enteredWith([...worked, asked, happened('demo_requested', '2026-03-03T11:00:00Z')], 20)).toBe(false);
  });
});
