import { describe, expect, test } from 'vitest';
import type { SendStep, WorkspacePlan } from '../../../../compiler/plan/ir.js';
import { advance } from '../../../../runtime/engine/advance.js';
import { begin } from '../../../../runtime/engine/begin.js';
import { gate } from '../../../../runtime/engine/gate/gate.js';
import type { Rival } from '../../../../runtime/engine/gate/priority.js';
import { sendKey } from '../../../../runtime/engine/stable-hash.js';
import { printLocal } from '../../../../runtime/engine/time/civil-time.js';
import type { PastSend, Verdict } from '../../../../runtime/engine/types.js';
import type { Given } from '../engine-fixture.js';
import { day, facts, hour, monday, plan, send } from '../engine-fixture.js';

const business = { class: 'marketing', topic: 'tips', from: 'anna', hours: 'business' } as const;
const atAnyHour = { class: 'marketing', topic: 'tips', from: 'anna' } as const;
const transactional = { class: 'transactional', from: 'anna' } as const;

interface Asked {
  readonly at: string;
  readonly zone?: string;
  readonly email?: SendStep['email'];
  readonly given?: Given;
}

function ask({ at, zone = 'Europe/Berlin', email = business, given = {} }: Asked): Verdict {
  const known = facts({ ...given, workspace: { zone, ...given.workspace } });
  return gate(plan([]), send('hello', { email }), known, Date.parse(at));
}

/** Of a hold: which detail, and the first and last minute a lead may have been placed in. */
function held(verdict: Verdict, zone = 'Europe/Berlin'): string {
  return verdict.kind === 'hold' ? `${verdict.detail} until ${printLocal(zone, verdict.until).slice(0, 15)}` : verdict.kind;
}

describe('quiet hours', () => {
  const workspace = { quietHours: { from: 22 * 60, until: 7 * 60 } };

  test('hold marketing over midnight, at any hour it may else go', () => {
    const verdict = ask({ at: '2026-03-02T22:10:00Z', email: atAnyHour, given: { workspace } });
    // 23:10 in Berlin; spread over the first half hour behind 07:00.
    expect(held(verdict)).toMatch(/^quiet_hours until 2026-03-03 07:[012]/);
    expect(verdict).toMatchObject({ text: 'Within the quiet hours 22:00-07:00: it is Monday 2026-03-02 23:10.' });
    expect(held(ask({ at: '2026-03-03T02:00:00Z', email: atAnyHour, given: { workspace } }))).toMatch(/2026-03-03 07:/);
  });

  test('begin and end to the minute, and let transactional mail through', () => {
    expect(held(ask({ at: '2026-03-02T20:59:59Z', email: atAnyHour, given: { workspace } }))).toBe('send');
    expect(held(ask({ at: '2026-03-02T21:00:00Z', email: atAnyHour, given: { workspace } }))).toMatch(/^quiet_hours/);
    expect(held(ask({ at: '2026-03-03T06:00:00Z', email: atAnyHour, given: { workspace } }))).toBe('send');
    expect(held(ask({ at: '2026-03-02T22:10:00Z', email: transactional, given: { workspace } }))).toBe('send');
  });

  test('count within the day: 13:00-14:00 is lunch', () => {
    const lunch = { workspace: { quietHours: { from: 13 * 60, until: 14 * 60 } } };
    expect(held(ask({ at: '2026-03-02T12:30:00Z', given: lunch }))).toMatch(/^quiet_hours until 2026-03-02 14:[012]/);
  });

  test('that cover all sending hours hold for a day at a time, and say so', () => {
    const always = { workspace: { quietHours: { from: 8 * 60, until: 18 * 60 } } };
    const verdict = ask({ at: '2026-03-02T12:30:00Z', given: always });
    expect(verdict).toMatchObject({ kind: 'hold', detail: 'quiet_hours', until: Date.parse('2026-03-03T12:30:00Z') });
    expect(verdict).toMatchObject({ text: expect.stringContaining('It never opens.') });
  });
});

describe('holidays', () => {
  const holidays = { germany: ['12-25', '2026-12-24'], US: ['07-03'], company: ['2026-05-04'] };
  const inCountry = (country: string | undefined, more: Partial<WorkspacePlan> = {}): Given => ({
    ...(country === undefined ? {} : { attributes: { country } }),
    workspace: { holidays, ...more },
  });

  test.each(['DE', 'de', 'Germany', 'germany'])('of a country count for its leads, here %j', (country) => {
    // Thursday 24, Friday 25, then a weekend.
    const verdict = ask({ at: '2026-12-24T10:00:00Z', given: inCountry(country) });
    expect(held(verdict)).toMatch(/^holiday until 2026-12-28 09:[012]/);
    expect(verdict).toMatchObject({ text: 'A holiday of "germany": it is Thursday 2026-12-24 11:00.' });
  });

  test('of a year count in that year alone, others in each', () => {
    expect(held(ask({ at: '2027-12-24T10:00:00Z', given: inCountry('DE') }))).toBe('send');
    expect(held(ask({ at: '2028-12-25T10:00:00Z', given: inCountry('DE') }))).toMatch(/^holiday/);
  });

  test('of another country, or of one when nothing is known, do not count', () => {
    expect(held(ask({ at: '2026-12-24T10:00:00Z', given: inCountry('US') }))).toBe('send');
    expect(held(ask({ at: '2026-12-24T10:00:00Z', given: inCountry(undefined) }))).toBe('send');
    expect(held(ask({ at: '2026-07-03T10:00:00Z', given: inCountry('United States') }))).toMatch(/^holiday/);
  });

  test('under a name that is no country count for everybody', () => {
    expect(held(ask({ at: '2026-05-04T10:00:00Z', given: inCountry(undefined) }))).toMatch(/^holiday until 2026-05-05 09:/);
  });

  test('go by the account where the lead has no country', () => {
    const known = facts({ workspace: { holidays } });
    const account = { id: 'acme', attributes: { country: 'Germany' } };
    const verdict = gate(plan([]), send('hello', { email: business }), { ...known, account }, Date.parse('2026-12-24T10:00:00Z'));
    expect(held(verdict)).toMatch(/^holiday/);
  });

  test('leave alone what goes at any hour', () => {
    expect(held(ask({ at: '2026-05-04T10:00:00Z', email: atAnyHour, given: inCountry('DE') }))).toBe('send');
  });

  test('are those of the lead’s own day', () => {
    // 25 December in Tokyo already, and still the 24th in Berlin.
    const given = { attributes: { time_zone: 'Asia/Tokyo' }, workspace: { holidays: { all: ['12-25'] }, hours: { business: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: 0, until: 1440 } } } } as const;
    expect(held(ask({ at: '2026-12-24T16:00:00Z', given }))).toMatch(/^holiday/);
    expect(held(ask({ at: '2026-12-24T14:00:00Z', given }))).toBe('send');
  });
});

describe('the order of campaigns', () => {
  const key = sendKey('enrolment-1', 'hello');
  const sent = (at: number, more: Partial<PastSend> = {}): PastSend => ({
    key: `k${at}`,
    campaign: 'other',
    step: 'x',
    class: 'marketing',
    state: 'sent',
    at,
    ...more,
  });
  const caps = [{ count: 2, windowMs: day }];
  const renewal = (dueAt: number): Rival => ({ campaign: 'renewal-2026', kind: 'renewal', step: 'reminder', dueAt });
  const asked = (rivals: readonly Rival[], sends: readonly PastSend[] = [], more: Partial<WorkspacePlan> = {}): Verdict =>
    gate(
      plan([], { kind: 'nurture' }),
      send('hello'),
      { ...facts({ sends, workspace: { caps, priority: ['renewal', 'nurture'], ...more } }), rivals },
      monday,
    );

  test('lets the higher one have the last room within a day', () => {
    const verdict = asked([renewal(monday + 5 * hour)], [sent(monday - hour)]);
    expect(verdict).toMatchObject({ kind: 'hold', detail: 'priority', until: monday + 5 * hour + 60_000 });
    expect(verdict).toMatchObject({
      text: 'Gives way to renewal-2026/reminder, due 2026-03-02 15:00: the cap of 2 marketing emails in 1 day has no room for both.',
    });
  });

  test('does not matter while there is room for both', () => {
    expect(asked([renewal(monday + 5 * hour)]).kind).toBe('send');
    // By then the one from yesterday is out of the window.
    expect(asked([renewal(monday + 5 * hour)], [sent(monday - 20 * hour)]).kind).toBe('send');
  });

  test('looks no further than a day, and not below the own place', () => {
    const full = [sent(monday - hour)];
    expect(asked([renewal(monday + day + 1)], full).kind).toBe('send');
    expect(asked([{ ...renewal(monday + hour), kind: 'nurture' }], full).kind).toBe('send');
    expect(asked([{ ...renewal(monday + hour), kind: 'welcome' }], full).kind).toBe('send');
    expect(asked([renewal(monday + hour)], full, { priority: ['nurture', 'renewal'] }).kind).toBe('send');
  });

  test('puts a campaign where its name stands, before its kind', () => {
    const full = [sent(monday - hour)];
    // The asking campaign is called welcome.
    expect(asked([renewal(monday + hour)], full, { priority: ['welcome', 'renewal', 'nurture'] }).kind).toBe('send');
    expect(asked([renewal(monday + hour)], full, { priority: ['nurture', 'renewal', 'welcome'] }).kind).toBe('hold');
    expect(asked([renewal(monday + hour)], full, { priority: ['renewal', 'nurture', 'renewal-2026'] }).kind).toBe('send');
  });

  test('waits no longer than the workspace lets a message wait', () => {
    const full = [sent(monday - hour)];
    const verdict = asked([renewal(monday + 5 * hour)], full, { overCapDeferMs: 4 * hour });
    expect(verdict).toMatchObject({ kind: 'skip', detail: 'priority' });
  });

  test('makes two that are due at one moment leave in order', () => {
    const verdict = asked([renewal(monday)], [sent(monday - hour)]);
    expect(verdict).toMatchObject({ kind: 'hold', until: monday + 60_000, text: expect.stringContaining('due now') });
  });

  test('says what fills a cap', () => {
    const sends = [sent(monday - 3 * hour), sent(monday - hour), sent(monday, { key, state: 'withdrawn' })];
    expect(asked([], sends)).toMatchObject({
      kind: 'hold',
      detail: 'over_cap',
      until: monday + 21 * hour,
      text: 'The cap of 2 marketing emails in 1 day is reached: sent 2026-03-02 07:00, 09:00.',
    });
    expect(asked([], [sent(monday - hour), sent(monday, { state: 'claimed' })])).toMatchObject({
      text: 'The cap of 2 marketing emails in 1 day is reached: sent 2026-03-02 09:00, 1 on the way.',
    });
    expect(asked([], [sent(monday - hour)])).toEqual({
      kind: 'send',
      text: 'Every check passed (marketing emails: 1 of 2 in 1 day); handed to the channel.',
    });
  });
});

describe('the same words', () => {
  const key = sendKey('enrolment-1', 'hello');
  const own: PastSend = { key, campaign: 'welcome', step: 'hello', class: 'marketing', state: 'withdrawn', at: monday, rendered: 'words' };
  const before: PastSend = { ...own, key: 'before', campaign: 'nurture', step: 'tip', state: 'sent', at: monday - 2 * hour };

  test('wait until a day has passed', () => {
    const verdict = ask({ at: '2026-03-02T09:00:00Z', email: atAnyHour, given: { sends: [own, before] } });
    expect(verdict).toMatchObject({ kind: 'hold', detail: 'same_content', until: monday + 22 * hour });
    expect(verdict).toMatchObject({ text: 'The same words went to this address at 2026-03-02 08:00 (nurture/tip).' });
  });

  test.each([
    ['a day later', { ...before, at: monday - day }],
    ['other words', { ...before, rendered: 'other' }],
    ['refused by the mail server', { ...before, state: 'refused' }],
    ['transactional', { ...before, class: 'transactional' }],
  ] as const)('may go: %s', (_why, other) => {
    expect(ask({ at: '2026-03-02T09:00:00Z', email: atAnyHour, given: { sends: [own, other] } }).kind).toBe('send');
  });
});

describe('clocks of a moment', () => {
  const account = { id: 'acme', attributes: { time_zone: 'Asia/Tokyo' } };
  const restsUntil = (clock: 'account' | 'workspace' | undefined, more: object = {}): string => {
    const due = { kind: 'at', anchor: { kind: 'day', day: 1 }, time: 540, ...(clock === undefined ? {} : { clock }) } as const;
    const campaign = plan([send('hello', { due })]);
    const known = { ...facts({ attributes: { time_zone: 'America/New_York' } }), ...more };
    const { rest } = advance(campaign, begin(campaign, monday), known, monday);
    return rest.kind === 'wait' && rest.until !== undefined ? new Date(rest.until).toISOString().slice(0, 16) : rest.kind;
  };

  test.each([
    [undefined, '2026-03-03T14:00'],
    ['account', '2026-03-03T00:00'],
    ['workspace', '2026-03-03T08:00'],
  ] as const)('%s time', (clock, instant) => {
    expect(restsUntil(clock, { account })).toBe(instant);
  });

  test('account time of a lead without an account is the workspace’s', () => {
    expect(restsUntil('account')).toBe('2026-03-03T08:00');
  });

  test('a lead without a zone goes by its account’s, and then by the workspace’s', () => {
    const nowhere = facts();
    expect(restsUntil(undefined, { lead: nowhere.lead, account })).toBe('2026-03-03T00:00');
    expect(restsUntil(undefined, { lead: nowhere.lead })).toBe('2026-03-03T08:00');
  });
});
