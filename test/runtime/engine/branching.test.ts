import { describe, expect, test } from 'vitest';
import type { Expression, RepeatStep, SplitStep, Step } from '../../../compiler/plan/ir.js';
import { advance } from '../../../runtime/engine/advance.js';
import { begin } from '../../../runtime/engine/begin.js';
import { holdoutOf } from '../../../runtime/engine/choice/holdout.js';
import { armOf, bestArm } from '../../../runtime/engine/choice/split-arm.js';
import { wordingOf } from '../../../runtime/engine/choice/variants.js';
import type { Effect, Facts, PastSend, Progress } from '../../../runtime/engine/types.js';
import { day, event, facts, hour, monday, plan, send } from './engine-fixture.js';

const now = { kind: 'now' } as const;
const days = (amount: number) => ({ amount, unit: 'd' }) as const;
const attribute = (name: string): Expression => ({ kind: 'attribute', name, type: 'text' });
const is = (name: string, value: string): Expression => ({
  kind: 'compare',
  operator: '==',
  left: attribute(name),
  right: { kind: 'constant', value },
});

function withLead(id: string, more: Facts = facts()): Facts {
  return { ...more, lead: { ...more.lead, id } };
}

describe('a branch', () => {
  const byPlan = plan([
    { kind: 'branch', id: 'by-plan', due: now, on: attribute('plan'), cases: { trial: 'first', free: null }, else: 'second', next: null },
    send('first'),
    send('second'),
  ]);
  test.each([
    ['trial', 'first', 'trial'],
    ['pro', 'second', 'else'],
    [undefined, 'second', 'else'],
    ['toString', 'second', 'else'],
  ])('of %s goes to %s', (value, step, detail) => {
    const moved = advance(byPlan, begin(byPlan, monday), facts({ attributes: { plan: value } }), monday);
    expect(moved.rest).toMatchObject({ kind: 'deliver', step });
    expect(moved.why[0]).toMatchObject({ code: 'branch', step: 'by-plan', detail });
  });
  test('whose case is empty goes on behind it', () => {
    const moved = advance(byPlan, begin(byPlan, monday), facts({ attributes: { plan: 'free' } }), monday);
    expect(moved.rest).toEqual({ kind: 'end', ending: 'finished' });
  });
});

const clicked: Expression = { kind: 'did', event: 'clicked', window: { kind: 'since-entry' } };

function splitOf(shares: readonly number[], best?: SplitStep['best']): SplitStep {
  const arms = shares.map((share, index) => ({ name: `arm-${index}`, share, first: `mail-${index}` }));
  return { kind: 'split', id: 'subject', due: now, arms, next: null, ...(best === undefined ? {} : { best }) };
}

describe('a split', () => {
  test('draws each lead always the same way, in the shares it says', () => {
    const half = splitOf([0.3, 0.7]);
    const drawn = Array.from({ length: 4_000 }, (_, index) => armOf(half, 'welcome', `lead-${index}`)?.name);
    expect(drawn.filter((name) => name === 'arm-0').length / 4_000).toBeCloseTo(0.3, 1);
    expect(drawn).toEqual(Array.from({ length: 4_000 }, (_, index) => armOf(half, 'welcome', `lead-${index}`)?.name));
    // Another campaign draws anew: else whoever is in one first arm is in every one.
    const other = drawn.filter((name, index) => armOf(half, 'other', `lead-${index}`)?.name === name);
    expect(other.length).toBeLessThan(3_000);
  });

  test('leaves nobody over where shares make a little less than one', () => {
    const thirds = splitOf([0.3333, 0.3333, 0.3333]);
    expect(Array.from({ length: 20_000 }, (_, index) => armOf(thirds, 'welcome', `l${index}`)).every((arm) => arm !== undefined)).toBe(true);
  });

  const best = { measure: clicked, after: days(2), else: 'arm-1' } as const;
  const tested = splitOf([0, 0], best);
  const steps: readonly Step[] = [tested, send('mail-0'), send('mail-1')];
  const awaiting = plan(steps);

  test('lets the others wait for the winner, from the first who came', () => {
    const fresh = advance(awaiting, begin(awaiting, monday), { ...facts(), splits: {} }, monday);
    expect(fresh.rest).toEqual({ kind: 'wait', until: monday + 2 * day });
    expect(fresh.effects).toEqual([{ kind: 'split-began', step: 'subject', at: monday }]);
    const splits = { subject: { beganAt: monday - day } };
    const later = advance(awaiting, begin(awaiting, monday), { ...facts(), splits }, monday);
    expect(later).toMatchObject({ rest: { kind: 'wait', until: monday + day }, effects: [] });
    // An event in between finds nobody who looked: it neither decides nor starts the time anew.
    expect(advance(awaiting, later.progress, facts(), monday + hour)).toMatchObject({ effects: [], why: [] });
  });

  test('sends them the way of the winner', () => {
    const splits = { subject: { beganAt: monday - 3 * day, winner: { arm: 'arm-0', text: 'It won.' } } };
    const moved = advance(awaiting, begin(awaiting, monday), { ...facts(), splits }, monday);
    expect(moved.why[0]).toMatchObject({ code: 'branch', detail: 'arm-0', text: 'It won.', at: monday });
    expect(moved.rest).toMatchObject({ kind: 'deliver', step: 'mail-0' });
    const renamed = { subject: { beganAt: monday - 3 * day, winner: { arm: 'gone', text: '' } } };
    expect(advance(awaiting, begin(awaiting, monday), { ...facts(), splits: renamed }, monday).rest).toMatchObject({ step: 'mail-1' });
  });

  test.each([
    ['the arm with most on average', [{ arm: 'arm-0', leads: 100, sum: 9 }, { arm: 'arm-1', leads: 50, sum: 4 }], 'arm-0'],
    ['else where two are equal', [{ arm: 'arm-0', leads: 100, sum: 8 }, { arm: 'arm-1', leads: 50, sum: 4 }], 'arm-1'],
    ['else where nobody did anything', [{ arm: 'arm-0', leads: 100, sum: 0 }], 'arm-1'],
  ])('is won by %s', (_what, counts, winner) => {
    expect(bestArm(tested, counts)).toBe(winner);
  });
});

function repeatOf(round: RepeatStep['round'], more: Partial<RepeatStep> = {}): RepeatStep {
  return { kind: 'repeat', id: 'again', due: now, every: days(7), round, next: 'after', ...more };
}

/** Walks on until the lead rests for good, every message sent at once; what was sent, and when. */
function walk(of: ReturnType<typeof plan>, from: Progress, given: Facts, until: number) {
  let progress = from;
  let sends: readonly PastSend[] = given.sends;
  let at = from.since;
  const told: string[] = [];
  const effects: Effect[] = [];
  for (;;) {
    const moved = advance(of, progress, { ...given, sends }, at);
    progress = moved.progress;
    effects.push(...moved.effects);
    for (const effect of moved.effects) {
      if (effect.kind !== 'claim') continue;
      const { key, step, class: kind, item } = effect;
      const state = effect.heldOut === true ? 'held_out' : 'sent';
      sends = [...sends, { key, campaign: of.campaign, step, class: kind, state, at, ...(item === undefined ? {} : { item }) }];
      told.push(`${(at - monday) / day} ${item ?? step}`);
    }
    if (moved.rest.kind === 'end') return { told, effects, progress, sends, end: (at - monday) / day };
    if (moved.rest.kind === 'wait') {
      if (moved.rest.until === undefined || moved.rest.until > until) return { told, effects, progress, sends, end: undefined };
      at = moved.rest.until;
    }
  }
}

describe('a repeat', () => {
  const weekly = plan([repeatOf({ kind: 'steps', first: 'tip' }, { times: 3 }), send('tip', { next: 'again' }), send('after')]);

  test('sends the same step again each round, under a key of its own', () => {
    const { told, effects, progress } = walk(weekly, begin(weekly, monday), facts(), monday + 99 * day);
    // The round that would be too much is found out when it is to begin.
    expect(told).toEqual(['0 tip', '7 tip', '14 tip', '14 after']);
    expect(new Set(effects.map((effect) => (effect.kind === 'claim' ? effect.key : ''))).size).toBe(4);
    expect(progress).not.toHaveProperty('rounds');
  });

  test('begins a round by the one before, not by how long it took; one that took too long is not made up for', () => {
    const slow = plan([
      repeatOf({ kind: 'steps', first: 'tip' }, { times: 3 }),
      send('tip', { due: { kind: 'after', duration: days(2) }, next: 'pause' }),
      { kind: 'wait', id: 'pause', due: { kind: 'after', duration: days(8) }, then: 'again', else: 'again', next: 'again' },
      send('after'),
    ]);
    expect(walk(slow, begin(slow, monday), facts({ workspace: { zone: 'UTC' } }), monday + 99 * day).told).toEqual(['2 tip', '12 tip', '22 tip', '30 after']);
  });

  test('ends as soon as what ends it is so, also between two rounds', () => {
    const untilPro = plan([repeatOf({ kind: 'steps', first: 'tip' }, { until: is('plan', 'pro') }), send('tip', { next: 'again' }), send('after')]);
    const first = walk(untilPro, begin(untilPro, monday), facts(), monday + day);
    expect(first.told).toEqual(['0 tip']);
    const moved = advance(untilPro, first.progress, facts({ attributes: { plan: 'pro' }, sends: first.sends }), monday + 2 * day);
    expect(moved.why[0]).toMatchObject({ code: 'round', detail: 'until', text: 'Ends: lead.plan is another.' });
    expect(moved.rest).toMatchObject({ kind: 'deliver', step: 'after' });
  });

  test('within another one begins anew in each of its rounds', () => {
    const nested = plan([
      repeatOf({ kind: 'steps', first: 'inner' }, { times: 2 }),
      { ...repeatOf({ kind: 'steps', first: 'tip' }, { times: 2, every: days(1) }), id: 'inner', next: 'again' },
      send('tip', { next: 'inner' }),
      send('after'),
    ]);
    const { told, effects } = walk(nested, begin(nested, monday), facts(), monday + 99 * day);
    expect(told).toEqual(['0 tip', '1 tip', '7 tip', '8 tip', '8 after']);
    expect(new Set(effects.map((effect) => (effect.kind === 'claim' ? effect.key : ''))).size).toBe(5);
  });

  test('of 10,000 rounds keeps the progress as small as of one', () => {
    const long = plan([repeatOf({ kind: 'steps', first: 'mark' }), { kind: 'set', id: 'mark', due: now, attribute: 'x', to: { kind: 'constant', value: 1 }, next: 'again' }]);
    const inUtc = facts({ workspace: { zone: 'UTC' } });
    let { progress } = walk(long, begin(long, monday), inUtc, monday + day);
    const one = JSON.stringify(progress).length;
    for (let round = 2; round <= 10_000; round += 1) {
      progress = advance(long, progress, inUtc, monday + (round - 1) * 7 * day).progress;
    }
    expect(progress.rounds).toMatchObject([{ round: 10_000 }]);
    expect(JSON.stringify(progress).length).toBeLessThan(one + 10);
  });

  test('takes no time backwards: however short a round is, the lead rests after it', () => {
    const quick = plan([repeatOf({ kind: 'steps', first: 'mark' }, { every: { amount: 0, unit: 's' } }), { kind: 'set', id: 'mark', due: now, attribute: 'x', to: { kind: 'constant', value: 1 }, next: 'again' }]);
    expect(advance(quick, begin(quick, monday), facts(), monday).rest).toEqual({ kind: 'wait', until: monday + 1_000 });
  });
});

describe('a playlist', () => {
  const email = { class: 'marketing', topic: 'tips', from: 'anna' } as const;
  const library = {
    kind: 'play',
    playlist: 'library',
    items: [{ template: 'one' }, { template: 'two', when: is('plan', 'free') }, { template: 'three' }],
    email,
    noneLeft: 'continue',
  } as const;
  const played = plan([repeatOf(library), send('after')]);

  test('sends the first item that fits and that the lead has not had, until none is left', () => {
    expect(walk(played, begin(played, monday), facts(), monday + 99 * day).told).toEqual(['0 library/one', '7 library/three', '14 after']);
    const free = facts({ attributes: { plan: 'free' } });
    expect(walk(played, begin(played, monday), free, monday + 99 * day).told.slice(1)).toEqual(['7 library/two', '14 library/three', '21 after']);
  });

  test('ends the campaign where the author says so', () => {
    const ends = plan([repeatOf({ ...library, noneLeft: 'end' }), send('after')]);
    const { told, end } = walk(ends, begin(ends, monday), facts(), monday + 99 * day);
    expect(told).toEqual(['0 library/one', '7 library/three']);
    expect(end).toBe(14);
  });

  test('remembers what an earlier enrolment had, and another repeat of the same list', () => {
    const had: PastSend = { key: 'k', campaign: 'welcome', step: 'elsewhere', class: 'marketing', state: 'sent', at: monday - 400 * day, item: 'library/one' };
    expect(walk(played, begin(played, monday), facts({ sends: [had] }), monday + 99 * day).told[0]).toBe('0 library/three');
    const foreign = { ...had, campaign: 'other' };
    expect(walk(played, begin(played, monday), facts({ sends: [foreign] }), monday + 99 * day).told[0]).toBe('0 library/one');
  });

  test('an item that was withdrawn is asked for again under the same key, in the same round', () => {
    const claimed = advance(played, begin(played, monday), facts(), monday);
    const key = claimed.progress.claim?.key ?? '';
    const withdrawn: PastSend = { key, campaign: 'welcome', step: 'again', class: 'marketing', state: 'withdrawn', at: monday, item: 'library/one' };
    const again = advance(played, claimed.progress, facts({ sends: [withdrawn] }), monday + hour);
    expect(again.rest).toMatchObject({ kind: 'deliver', key });
  });

  test('a message that may not go takes its round, and may still come in a later one', () => {
    const silent = facts({ consent: { tips: false } });
    const first = advance(played, begin(played, monday), silent, monday);
    expect(first.why[0]).toMatchObject({ code: 'skipped', detail: 'unsubscribed' });
    expect(first.rest).toEqual({ kind: 'wait', until: monday + 7 * day });
    const later = advance(played, first.progress, facts(), monday + 7 * day);
    expect(later.effects).toMatchObject([{ kind: 'claim', item: 'library/one' }]);
  });

  test('held until the hours open, the round begins when they do', () => {
    const inHours = plan([repeatOf({ ...library, email: { ...email, hours: 'business' } }), send('after')]);
    const evening = monday + 9 * hour;
    const held = advance(inHours, begin(inHours, evening), facts(), evening);
    const until = held.rest.kind === 'wait' ? (held.rest.until ?? 0) : 0;
    const sent = advance(inHours, held.progress, facts(), until);
    expect(sent.effects).toMatchObject([{ kind: 'claim', item: 'library/one' }]);
    expect(sent.progress.claim?.at).toBe(until);
  });
});

describe('a lead that is held out', () => {
  const task: Step = { kind: 'task', id: 'call', due: now, team: 'success', title: 'Call', dueIn: { amount: 48, unit: 'h' }, outcomes: { booked: null, late: 'late-mail' }, next: 'start' };
  const all = plan([
    send('hello', { next: 'asked' }),
    { kind: 'if', id: 'asked', due: now, when: { kind: 'sent', campaign: 'welcome', step: 'hello', window: { kind: 'since-entry' } }, then: 'call', else: 'receipt', next: 'receipt' },
    task,
    send('late-mail', { next: 'start' }),
    { kind: 'start', id: 'start', due: now, campaign: 'other', next: 'receipt' },
    send('receipt', { email: { class: 'transactional', from: 'anna' } }),
  ]);

  test('walks the same path in the same time, and only transactional mail leaves', () => {
    const { told, effects, end } = walk(all, begin(all, monday, 'campaign'), facts(), monday + 99 * day);
    expect(effects.map((effect) => [effect.kind, 'heldOut' in effect])).toEqual([
      ['claim', true],
      ['claim', true],
      ['claim', false],
    ]);
    expect(told).toEqual(['0 hello', '2 late-mail', '2 receipt']);
    expect(end).toBe(2);
  });

  test('is told so at every step that would have reached out', () => {
    const moved = advance(all, begin(all, monday, 'workspace'), facts(), monday);
    expect(moved.why[0]).toMatchObject({ code: 'held_out', step: 'hello', detail: 'workspace' });
  });

  test('goes through a playlist like everybody else', () => {
    const email = { class: 'marketing', topic: 'tips', from: 'anna' } as const;
    const items = [{ template: 'one' }, { template: 'two' }];
    const played = plan([repeatOf({ kind: 'play', playlist: 'library', items, email, noneLeft: 'end' })]);
    expect(walk(played, begin(played, monday, 'campaign'), facts(), monday + 99 * day)).toMatchObject({
      told: ['0 library/one', '7 library/two'],
      end: 14,
    });
  });

  test('is drawn by lot, always the same, in the share that is said; the workspace before the campaign', () => {
    const leads = Array.from({ length: 5_000 }, (_, index) => `lead-${index}`);
    const drawn = leads.map((lead) => holdoutOf({ campaign: 'welcome', holdout: 0.1 }, { holdout: 0.05 }, lead));
    expect(drawn.filter((one) => one === 'workspace').length / 5_000).toBeCloseTo(0.05, 1);
    expect(drawn.filter((one) => one === 'campaign').length / 5_000).toBeCloseTo(0.095, 1);
    // Who is in the smaller share is in the larger.
    const more = leads.map((lead) => holdoutOf({ campaign: 'welcome', holdout: 0.2 }, { holdout: 0.05 }, lead));
    expect(drawn.every((one, index) => one === undefined || more[index] === one)).toBe(true);
  });
});

test('a step that starts another campaign hands over the entering event, and says who started', () => {
  const starts = plan([{ kind: 'start', id: 'objections', due: now, campaign: 'objections', next: null }]);
  const entered = facts();
  const handing = { ...entered, enrolment: { ...entered.enrolment, entry: event('signed_up', monday, { plan: 'trial', campaign: 'before' }) } };
  const moved = advance(starts, begin(starts, monday), handing, monday);
  expect(moved.effects).toMatchObject([{ kind: 'start', campaign: 'objections', properties: { plan: 'trial', campaign: 'welcome' } }]);
  expect(moved.rest).toEqual({ kind: 'end', ending: 'finished' });
});

test('a goal with "where" is reached by the events that match alone', () => {
  const one = plan([send('hello', { due: { kind: 'after', duration: days(9) } })], {
    goal: {
      event: 'order_placed',
      where: { kind: 'compare', operator: '>', left: { kind: 'event', name: 'total', type: 'number' }, right: { kind: 'constant', value: 100 } },
      withinMs: 30 * day,
    },
  });
  const small = facts({ events: [event('order_placed', monday + day, { total: 20 })] });
  expect(advance(one, begin(one, monday), small, monday + day).rest).toEqual({ kind: 'wait', until: monday + 9 * day });
  const large = facts({ events: [event('order_placed', monday + day, { total: 200 })] });
  expect(advance(one, begin(one, monday), large, monday + day).rest).toEqual({ kind: 'end', ending: 'goal' });
});

describe('variants of a message', () => {
  const word = (subject: string) => ({ subject, preheader: '', html: subject, text: subject, hash: subject });
  const content = {
    template: 'hello',
    ...word('default'),
    alternatives: [
      { variant: 'vp', ...word('vp') },
      { locale: 'de', ...word('de') },
      { locale: 'de-AT', ...word('de-AT') },
      { variant: 'vp', locale: 'de', ...word('vp.de') },
      { channel: 'sms', ...word('sms') },
    ],
  } as const;
  const hello = send('hello', { variants: { by: attribute('seniority'), generic: 0 } });
  const one = plan([hello]);
  test.each([
    [{}, 'default'],
    [{ seniority: 'vp' }, 'vp'],
    [{ seniority: 'manager' }, 'default'],
    [{ locale: 'de-AT' }, 'de-AT'],
    [{ locale: 'de_ch' }, 'de'],
    [{ locale: 'fr-FR' }, 'default'],
    [{ locale: 'de-DE', seniority: 'vp' }, 'vp.de'],
    [{ locale: 'de-AT', seniority: 'vp' }, 'de-AT'],
    [{ locale: 'not a locale', seniority: 'vp' }, 'vp'],
  ])('of %o is %s', (attributes, subject) => {
    expect(wordingOf(one, hello, content, facts({ attributes }), monday).content.subject).toBe(subject);
  });

  test('who is drawn for the generic arm gets the default in every message, and is known by it', () => {
    const kept = send('hello', { variants: { by: attribute('seniority'), generic: 0.2 } });
    const vp = facts({ attributes: { seniority: 'vp', locale: 'de' } });
    const wordings = Array.from({ length: 2_000 }, (_, index) => wordingOf(one, kept, content, withLead(`l${index}`, vp), monday));
    const generic = wordings.filter((wording) => wording.generic);
    expect(generic.length / 2_000).toBeCloseTo(0.2, 1);
    expect(new Set(generic.map((wording) => wording.content.subject))).toEqual(new Set(['de']));
    expect(new Set(wordings.filter((wording) => !wording.generic).map(({ variant }) => variant))).toEqual(new Set(['vp']));
  });
});

