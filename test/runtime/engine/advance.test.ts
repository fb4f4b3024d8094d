import { expect, test } from 'vitest';
import { advance } from '../../../runtime/engine/advance.js';
import { begin } from '../../../runtime/engine/begin.js';
import { sendKey } from '../../../runtime/engine/stable-hash.js';
import type { ClaimState, PastSend } from '../../../runtime/engine/types.js';
import { day, event, facts, hour, monday, plan, send } from './engine-fixture.js';

const key = sendKey('enrolment-1', 'hello');

function sent(step: string, at: number, state: ClaimState = 'sent'): PastSend {
  return { key: sendKey('enrolment-1', step), campaign: 'welcome', step, class: 'marketing', state, at };
}

test('a lead that enters is claimed for the first message at once', () => {
  const moved = advance(plan([send('hello')]), begin(plan([send('hello')]), monday), facts(), monday);
  expect(moved.rest).toEqual({ kind: 'deliver', key, channel: 'email', step: 'hello' });
  expect(moved.effects).toMatchObject([{ kind: 'claim', key, class: 'marketing' }]);
});

test('the next wait counts from the planned instant of the message, not from its delivery', () => {
  const drip = plan([
    send('hello', { next: 'second' }),
    send('second', { due: { kind: 'after', duration: { amount: 2, unit: 'd' } } }),
  ]);
  const standing = { step: 'hello', since: monday, claim: { key, at: monday } };
  const moved = advance(drip, standing, facts({ sends: [sent('hello', monday + 5_000)] }), monday + 5_000);
  expect(moved.rest).toEqual({ kind: 'wait', until: monday + 2 * day });
});

test('a message that was withdrawn is asked for again under the same key', () => {
  const one = plan([send('hello')]);
  const standing = { step: 'hello', since: monday, claim: { key, at: monday } };
  const moved = advance(one, standing, facts({ sends: [sent('hello', monday, 'withdrawn')] }), monday + hour);
  expect(moved.rest).toMatchObject({ kind: 'deliver', key });
});

test('a purchase at the very moment of the timer stops the mail', () => {
  const drip = plan([send('hello', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } })], {
    leave: [{ kind: 'on', event: 'bought' }],
  });
  const now = monday + day;
  const moved = advance(drip, begin(drip, monday), facts({ events: [event('bought', now)] }), now);
  expect(moved.rest).toEqual({ kind: 'end', ending: 'left' });
  expect(moved.effects).toEqual([]);
});

test('the goal is asked before the leaves, and closes with its window', () => {
  const one = plan([send('hello', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } })], {
    goal: { event: 'bought', withinMs: 2 * day },
    leave: [{ kind: 'on', event: 'bought' }],
  });
  const early = facts({ events: [event('bought', monday + day)] });
  const late = facts({ events: [event('bought', monday + 3 * day)] });
  expect(advance(one, begin(one, monday), early, monday + day).rest).toEqual({ kind: 'end', ending: 'goal' });
  expect(advance(one, begin(one, monday), late, monday + 3 * day).rest).toEqual({ kind: 'end', ending: 'left' });
});

test('a claimed message is withdrawn when the campaign is over for the lead', () => {
  const one = plan([send('hello')], { leave: [{ kind: 'on', event: 'bought' }] });
  const standing = { step: 'hello', since: monday, claim: { key, at: monday } };
  const known = facts({ sends: [sent('hello', monday, 'claimed')], events: [event('bought', monday + hour)] });
  const moved = advance(one, standing, known, monday + hour);
  expect(moved.effects).toMatchObject([{ kind: 'withdraw', key }]);
  expect(moved.rest).toEqual({ kind: 'end', ending: 'left' });
});

test('a message that may have left already is not withdrawn', () => {
  const one = plan([send('hello')], { leave: [{ kind: 'on', event: 'bought' }] });
  const standing = { step: 'hello', since: monday, claim: { key, at: monday } };
  const known = facts({ sends: [sent('hello', monday, 'under_way')], events: [event('bought', monday + hour)] });
  expect(advance(one, standing, known, monday + hour).rest).toMatchObject({ kind: 'deliver' });
});

test.each([
  ['no_address', { attributes: { email: undefined } }],
  ['suppressed', { suppressed: true }],
  ['unsubscribed', { consent: { tips: false } }],
] as const)('a message that may not go is skipped with its reason: %s', (detail, given) => {
  const one = plan([send('hello')]);
  const moved = advance(one, begin(one, monday), facts(given), monday);
  expect(moved.why).toMatchObject([{ code: 'skipped', step: 'hello', detail }, { code: 'finished' }]);
});

test('outside its hours a message is held to the next opening, spread by the lead', () => {
  const one = plan([send('hello', { email: { class: 'marketing', topic: 'tips', from: 'anna', hours: 'business' } })]);
  const evening = Date.parse('2026-03-06T19:00:00Z'); // a Friday
  const moved = advance(one, begin(one, evening), facts(), evening);
  const opening = Date.parse('2026-03-09T08:00:00Z'); // Monday 09:00 in Berlin
  expect(moved.rest.kind).toBe('wait');
  const until = moved.rest.kind === 'wait' ? (moved.rest.until ?? 0) : 0;
  expect(until - opening).toBeGreaterThanOrEqual(0);
  expect(until - opening).toBeLessThan(30 * 60_000);
  expect(advance(one, moved.progress, facts(), until).rest.kind).toBe('deliver');
});

test('over the cap a message waits for room, and is dropped where room comes too late', () => {
  const one = plan([send('hello')]);
  const mails = [1, 2, 3].map((index) => sent(`other-${index}`, monday - index * hour));
  const caps = [{ count: 3, windowMs: 4 * day }];
  const held = advance(one, begin(one, monday), facts({ sends: mails, workspace: { caps } }), monday);
  expect(held.rest).toEqual({ kind: 'wait', until: monday - 3 * hour + 4 * day });
  const workspace = { caps, overCapDeferMs: day };
  const dropped = advance(one, begin(one, monday), facts({ sends: mails, workspace }), monday);
  expect(dropped.why).toMatchObject([{ code: 'skipped', detail: 'over_cap' }, { code: 'finished' }]);
});

test('a wait ends with its event, or with its limit', () => {
  const waiting = plan([
    {
      kind: 'wait',
      id: 'project',
      due: { kind: 'now' },
      forEvent: 'created',
      atMost: { amount: 3, unit: 'd' },
      then: 'yes',
      else: 'no',
      next: null,
    },
    send('yes'),
    send('no'),
  ]);
  const start = begin(waiting, monday);
  expect(advance(waiting, start, facts(), monday).rest).toEqual({ kind: 'wait', until: monday + 3 * day });
  const created = facts({ events: [event('created', monday + day)] });
  expect(advance(waiting, start, created, monday + day).rest).toMatchObject({ step: 'yes' });
  expect(advance(waiting, start, facts(), monday + 3 * day).rest).toMatchObject({ step: 'no' });
});

test('an event that comes a second after the lead began to wait ends the wait', () => {
  const waiting = plan([
    {
      kind: 'wait',
      id: 'project',
      due: { kind: 'now' },
      forEvent: 'created',
      then: 'yes',
      else: null,
      next: null,
    },
    send('yes'),
  ]);
  const standing = advance(waiting, begin(waiting, monday), facts(), monday).progress;
  const soon = facts({ events: [event('created', monday + 1_000)] });
  expect(advance(waiting, standing, soon, monday + 1_000).rest).toMatchObject({ step: 'yes' });
});

test('what came while a wake was late still counts, though the step is decided for its planned instant', () => {
  const unlessBought = send('hello', {
    due: { kind: 'after', duration: { amount: 1, unit: 'd' } },
    when: { kind: 'not', operand: { kind: 'did', event: 'bought', window: { kind: 'since-entry' } } },
  });
  const one = plan([unlessBought]);
  const bought = facts({ events: [event('bought', monday + day + 10_000)] });
  const moved = advance(one, begin(one, monday), bought, monday + day + 20_000);
  expect(moved.why[0]).toMatchObject({ code: 'skipped', detail: 'condition', at: monday + day });
});

test('an event that came before the limit counts even when both are found past', () => {
  const waiting = plan([
    {
      kind: 'wait',
      id: 'project',
      due: { kind: 'now' },
      forEvent: 'created',
      atMost: { amount: 3, unit: 'd' },
      then: 'yes',
      else: 'no',
      next: null,
    },
    send('yes'),
    send('no'),
  ]);
  const before = facts({ events: [event('created', monday + 2 * day)] });
  const after = facts({ events: [event('created', monday + 4 * day)] });
  expect(advance(waiting, begin(waiting, monday), before, monday + 5 * day).rest).toMatchObject({ step: 'yes' });
  expect(advance(waiting, begin(waiting, monday), after, monday + 5 * day).rest).toMatchObject({ step: 'no' });
});

test('a look that changes nothing gives no reason', () => {
  const one = plan([send('hello', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } })]);
  const first = advance(one, begin(one, monday), facts(), monday);
  expect(first.why).toMatchObject([{ code: 'waiting' }]);
  const second = advance(one, first.progress, facts(), monday + hour);
  expect(second).toMatchObject({ why: [], effects: [], progress: first.progress });
});

test('a step whose moment is past goes by its `late`', () => {
  const at = { kind: 'at', anchor: { kind: 'day', day: -1 } } as const;
  const skips = plan([send('hello', { due: at, late: 'skip' })]);
  const ends = plan([send('hello', { due: at, late: 'end' })]);
  const sends = plan([send('hello', { due: at, late: 'send' })]);
  expect(advance(skips, begin(skips, monday), facts(), monday).why[0]).toMatchObject({ detail: 'late' });
  expect(advance(ends, begin(ends, monday), facts(), monday).rest).toEqual({ kind: 'end', ending: 'late' });
  expect(advance(sends, begin(sends, monday), facts(), monday).rest.kind).toBe('deliver');
});

test('a lead with a zone that does not exist goes on in the zone of the workspace, and says so', () => {
  const one = plan([send('hello', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } })]);
  const moved = advance(one, begin(one, monday), facts({ attributes: { time_zone: 'Mars/Base' } }), monday);
  expect(moved.rest).toEqual({ kind: 'wait', until: monday + day });
  expect(moved.why).toMatchObject([{ code: 'waiting', detail: 'unknown_zone' }]);
});

test('a leave that comes by time alone wakes the lead', () => {
  const sinceSignUp = { kind: 'time-since', event: 'signed_up' } as const;
  const one = plan([send('hello', { due: { kind: 'after', duration: { amount: 30, unit: 'd' } } })], {
    leave: [
      {
        kind: 'when',
        when: { kind: 'compare', operator: '>', left: sinceSignUp, right: { kind: 'constant', value: 7 * day } },
      },
    ],
  });
  const moved = advance(one, begin(one, monday), facts(), monday);
  expect(moved.rest).toEqual({ kind: 'wait', until: monday + 7 * day });
  expect(advance(one, moved.progress, facts(), monday + 7 * day + 1).rest).toEqual({ kind: 'end', ending: 'left' });
});
