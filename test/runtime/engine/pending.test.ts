import { describe, expect, test } from 'vitest';
import type { DoStep, TaskStep } from '../../../compiler/plan/ir.js';
import { advance } from '../../../runtime/engine/advance.js';
import { begin } from '../../../runtime/engine/begin.js';
import type { Advance, Progress } from '../../../runtime/engine/types.js';
import type { Given } from './engine-fixture.js';
import { day, event, facts, hour, monday, plan, send } from './engine-fixture.js';

const qualify: TaskStep = {
  kind: 'task',
  id: 'qualify',
  due: { kind: 'now' },
  next: 'after-all',
  team: 'sdr',
  title: 'Qualify',
  dueIn: { amount: 48, unit: 'h' },
  outcomes: { yes: 'welcome-them', no: null, late: 'escalate' },
};
const steps = [qualify, send('welcome-them'), send('escalate'), send('after-all')];
const due = monday + 48 * hour;

function at(now: number, given: Given = {}, progress?: Progress, campaign = plan(steps, { leave: [{ kind: 'on', event: 'bought' }] })): Advance {
  return advance(campaign, progress ?? begin(campaign, monday), facts(given), now);
}

/** The progress of a lead that waits for its task, and the task's key. */
function waiting(): { readonly progress: Progress; readonly key: string } {
  const { progress } = at(monday);
  return { progress, key: progress.pending?.key ?? '' };
}

describe('a task with outcomes', () => {
  test('is given once, and the lead waits for it until it is due', () => {
    const first = at(monday);
    expect(first.effects).toMatchObject([{ kind: 'task', step: 'qualify', team: 'sdr', outcomes: ['no', 'yes'], dueAt: due }]);
    expect(first.rest).toEqual({ kind: 'wait', until: due });
    const again = at(monday + hour, {}, first.progress);
    expect(again).toMatchObject({ effects: [], why: [], rest: { kind: 'wait', until: due } });
  });

  test('leads on by the answer, as of its moment', () => {
    const { progress, key } = waiting();
    const answered = at(monday + 3 * hour, { events: [event('task_completed', monday + 2 * hour, { key, outcome: 'yes' })] }, progress);
    expect(answered.rest).toMatchObject({ kind: 'deliver', step: 'welcome-them' });
    expect(answered.progress.since).toBe(monday + 2 * hour);
    expect(answered.why[0]).toMatchObject({ code: 'answered', detail: 'yes', text: 'Answered: yes.' });
  });

  test('hears no answer to another task of the same name', () => {
    const { progress } = waiting();
    const events = [event('task_completed', monday + hour, { key: 'another', outcome: 'yes' })];
    expect(at(monday + 2 * hour, { events }, progress).rest).toEqual({ kind: 'wait', until: due });
  });

  test('is late when nobody answers, and says so', () => {
    const { progress } = waiting();
    const late = at(due, {}, progress);
    expect(late.effects).toMatchObject([{ kind: 'task-late', step: 'qualify', team: 'sdr' }, { kind: 'claim', step: 'escalate' }]);
    expect(late.why[0]).toMatchObject({ code: 'unanswered', detail: 'late', at: due });
  });

  test('takes an answer in time also where the look comes late, and none from after', () => {
    const { progress, key } = waiting();
    const answer = (moment: number) => ({ events: [event('task_completed', moment, { key, outcome: 'yes' })] });
    expect(at(due + day, answer(due), progress).why[0]).toMatchObject({ code: 'answered' });
    expect(at(due + day, answer(due + 1), progress).why[0]).toMatchObject({ code: 'unanswered' });
  });

  test('ends with its campaign, whatever is answered', () => {
    const { progress, key } = waiting();
    const events = [event('bought', monday + hour), event('task_completed', monday + 2 * hour, { key, outcome: 'yes' })];
    expect(at(monday + 3 * hour, { events }, progress).rest).toEqual({ kind: 'end', ending: 'left' });
  });

  test('leads to the end by an outcome without steps, and on by one the plan does not know', () => {
    const { progress, key } = waiting();
    const answer = (outcome: string) => ({ events: [event('task_completed', monday + hour, { key, outcome })] });
    expect(at(monday + 2 * hour, answer('no'), progress).rest).toEqual({ kind: 'end', ending: 'finished' });
    expect(at(monday + 2 * hour, answer('toString'), progress).rest).toMatchObject({ kind: 'deliver', step: 'after-all' });
  });
});

describe('who gets a task', () => {
  const group = { inbound: { kind: 'task', settings: { members: 'cora, anna ,ben,, anna' } } };
  const assignOf = (assign: TaskStep['assign'], given: Given = {}) => {
    const campaign = plan([{ ...qualify, ...(assign === undefined ? {} : { assign }) }, ...steps.slice(1)]);
    const { effects } = at(monday, { workspace: { channels: group }, ...given }, undefined, campaign);
    const [effect] = effects;
    return effect?.kind === 'task' ? effect.assign : undefined;
  };
  const large = { kind: 'compare', operator: '>', left: { kind: 'attribute', name: 'size', type: 'number' }, right: { kind: 'constant', value: 1000 } } as const;
  const lines = [{ to: 'enterprise', when: large }, { to: 'inbound', by: 'rotation' }] as const;

  test('is the first line that fits', () => {
    expect(assignOf(lines, { attributes: { size: 2000 }, workspace: { channels: group } })).toEqual({ to: 'enterprise', assignee: 'enterprise' });
    expect(assignOf(lines)).toEqual({ to: 'inbound', rotation: ['anna', 'ben', 'cora'] });
  });

  test('is drawn by lot, always the same for the same lead', () => {
    const drawn = assignOf([{ to: 'inbound', by: 'random' }]);
    expect(['anna', 'ben', 'cora']).toContain(drawn?.assignee);
    expect(assignOf([{ to: 'inbound', by: 'random' }])).toEqual(drawn);
  });

  test('is the owner of a lead that has one', () => {
    const owned = [{ to: 'inbound', by: 'owner' }, { to: 'desk' }] as const;
    expect(assignOf(owned, { attributes: { owner: 'dora' } })).toEqual({ to: 'inbound', assignee: 'dora' });
    expect(assignOf(owned)).toEqual({ to: 'desk', assignee: 'desk' });
  });

  test('is the group itself where nobody says who is in it', () => {
    expect(assignOf([{ to: 'desk', by: 'rotation' }])).toEqual({ to: 'desk', assignee: 'desk' });
    expect(assignOf(undefined)).toBeUndefined();
  });

  test('hears of it by the channel of the group, else of the team, else of all', () => {
    const tell = (channels: Record<string, { kind: string; settings: Record<string, string> }>) => {
      const campaign = plan([{ ...qualify, assign: [{ to: 'inbound' }] }, ...steps.slice(1)]);
      const [effect] = at(monday, { workspace: { channels } }, undefined, campaign).effects;
      return effect?.kind === 'task' ? effect.tell : undefined;
    };
    const there = { kind: 'task', settings: { url: 'https://crm.example' } };
    expect(tell({ inbound: there, sdr: there, tasks: there })).toBe('inbound');
    expect(tell({ sdr: there, tasks: there })).toBe('sdr');
    expect(tell({ tasks: there })).toBe('tasks');
    expect(tell({ sdr: { kind: 'webhook', settings: there.settings }, tasks: { kind: 'task', settings: {} } })).toBeUndefined();
  });
});

describe('an action', () => {
  const enrich: DoStep = {
    kind: 'do',
    id: 'enrich',
    due: { kind: 'now' },
    next: 'after-all',
    action: 'enrich-company',
    failed: 'continue',
    timeout: { amount: 1, unit: 'h' },
    with: {
      kind: 'mapping',
      entries: {
        email: { kind: 'expression', expression: { kind: 'attribute', name: 'email', type: 'text' } },
        size: { kind: 'expression', expression: { kind: 'attribute', name: 'size', type: 'number' } },
        tags: { kind: 'list', items: [{ kind: 'value', value: 'b2b' }] },
      },
    },
  };
  const campaignWith = (changes: Partial<DoStep> = {}) =>
    plan([{ ...enrich, ...changes }, send('after-all')], { leave: [{ kind: 'on', event: 'bought' }] });
  const ended = (progress: Progress, result: { kind: 'done' | 'failed'; detail?: string; at: number }): Progress =>
    progress.pending?.kind === 'action' ? { ...progress, pending: { ...progress.pending, result } } : progress;

  test('is asked for with what is known, and the lead stands there until it is done', () => {
    const first = at(monday, {}, undefined, campaignWith());
    expect(first.effects).toMatchObject([
      { kind: 'act', action: 'enrich-company', config: { email: 'ada@example.com', tags: ['b2b'] }, timeoutMs: hour },
    ]);
    expect(first.rest).toMatchObject({ kind: 'act', action: 'enrich-company', step: 'enrich' });
    expect(at(monday + hour, {}, first.progress, campaignWith())).toMatchObject({ effects: [], why: [], rest: first.rest });
    const done = at(monday + hour, {}, ended(first.progress, { kind: 'done', at: monday + hour }), campaignWith());
    expect(done.rest).toMatchObject({ kind: 'deliver', step: 'after-all' });
    expect(done.why[0]).toMatchObject({ code: 'acted', text: 'Done: enrich-company.' });
  });

  test('that fails lets the lead go on, or ends its campaign, as the author says', () => {
    for (const [failed, rest] of [
      ['continue', { kind: 'deliver', step: 'after-all' }],
      ['end', { kind: 'end', ending: 'left' }],
    ] as const) {
      const campaign = campaignWith({ failed });
      const progress = ended(at(monday, {}, undefined, campaign).progress, { kind: 'failed', detail: 'tried_out', at: monday + hour });
      const move = at(monday + hour, {}, progress, campaign);
      expect(move.rest).toMatchObject(rest);
      expect(move.why[0]).toMatchObject({ code: 'failed', detail: 'tried_out', text: 'enrich-company failed: no attempt succeeded.' });
    }
  });

  test('is called off when the lead leaves', () => {
    const { progress } = at(monday, {}, undefined, campaignWith());
    const left = at(monday + hour, { events: [event('bought', monday + 1)] }, progress, campaignWith());
    expect(left.effects).toEqual([{ kind: 'call-off', key: progress.pending?.key }]);
    expect(left.rest).toEqual({ kind: 'end', ending: 'left' });
  });

  test('that markets goes through the gate', () => {
    const marketing = { class: 'marketing', topic: 'news', from: '', hours: 'business' } as const;
    const campaign = campaignWith({ marketing });
    expect(at(monday, {}, undefined, campaign).why[0]).toMatchObject({ code: 'skipped', detail: 'no_consent' });
    expect(at(monday, { consent: { news: true } }, undefined, campaign).rest).toMatchObject({ kind: 'act' });
    const evening = at(monday + 12 * hour, { consent: { news: true } }, undefined, campaign);
    expect(evening.why[0]).toMatchObject({ code: 'held', detail: 'hours' });
  });
});

describe('a message on another channel', () => {
  const texted = plan([send('hello', { channel: 'texts' })]);
  const channels = { texts: { kind: 'sms', settings: {} } };

  test('needs the address of that channel, and no other', () => {
    const to = (attributes: Record<string, unknown>) => at(monday, { attributes, workspace: { channels } }, undefined, texted);
    expect(to({ email: null, phone: '+49 40 1' }).rest).toEqual({ kind: 'deliver', key: expect.any(String), channel: 'texts', step: 'hello' });
    expect(to({}).why[0]).toMatchObject({ code: 'skipped', detail: 'no_address' });
  });

  test('asks for consent like a mail, and for no address where it needs none', () => {
    const hook = plan([send('hello', { channel: 'crm', email: { class: 'marketing', topic: 'news', from: 'anna' } })]);
    const given = { attributes: { email: null }, workspace: { channels: { crm: { kind: 'webhook', settings: {} } } } };
    expect(at(monday, given, undefined, hook).why[0]).toMatchObject({ detail: 'no_consent' });
    expect(at(monday, { ...given, consent: { news: true } }, undefined, hook).rest).toMatchObject({ kind: 'deliver', channel: 'crm' });
  });
});
