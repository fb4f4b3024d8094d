import { beforeEach, describe, expect, test } from 'vitest';
import type { Plan, RepeatStep, Release, SplitStep } from '../../../compiler/plan/ir.js';
import { holdoutOf } from '../../../runtime/engine/choice/holdout.js';
import { armOf } from '../../../runtime/engine/choice/split-arm.js';
import { summarise } from '../../../runtime/store/reports/summary.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { attributeIs, contentOf, day, hour, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const now = { kind: 'now' } as const;

async function enter(world: LeadWorld, userId: string, event = 'signed_up', properties: Record<string, unknown> = {}): Promise<void> {
  await world.identify(userId, { email: `${userId}@example.com` });
  await world.say(userId, event, properties);
  await world.absorb();
}

/** Looks at the enrolment and hands over, until it rests. */
async function goOn(world: LeadWorld, id: string): Promise<number> {
  for (let sent = 0; ; sent += 1) {
    const next = await world.advance(id);
    if (next.kind !== 'deliver') return sent;
    await world.deliver(next.sendKey);
  }
}

async function idIn(world: LeadWorld, campaign: string): Promise<string> {
  return (await world.enrolments(campaign)).at(-1)?.id ?? '';
}

const weekly: RepeatStep = {
  kind: 'repeat',
  id: 'weekly',
  due: now,
  every: { amount: 7, unit: 'd' },
  times: 3,
  round: { kind: 'steps', first: 'tip' },
  next: null,
};

describe('a repeat', () => {
  test('sends the same step in every round, each message once, and no one counts as a double', async () => {
    const world = await createWorld(database, releaseOf([planOf('tips', [weekly, sendOf('tip', { next: 'weekly' })])]));
    await enter(world, 'ada');
    const id = await idIn(world, 'tips');
    for (let round = 0; round < 3; round += 1) {
      world.clock.moveTo(start + round * 7 * day);
      expect(await goOn(world, id)).toBe(1);
      expect(await goOn(world, id)).toBe(0);
    }
    world.clock.moveTo(start + 21 * day);
    expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'finished' });
    expect(await world.rows('select step, state from claims')).toEqual(Array(3).fill({ step: 'tip', state: 'sent' }));
    expect((await summarise(database.db)).duplicates).toEqual([]);
  });

  test('sets an attribute and gives a task in every round', async () => {
    const plan = planOf('tips', [
      { ...weekly, times: 2, round: { kind: 'steps', first: 'mark' } },
      { kind: 'set', id: 'mark', due: now, attribute: 'size', to: { kind: 'now' }, next: 'call' },
      { kind: 'task', id: 'call', due: now, team: 'success', title: 'Call', dueIn: { amount: 48, unit: 'h' }, next: 'weekly' },
    ]);
    const world = await createWorld(database, releaseOf([plan]));
    await enter(world, 'ada');
    const id = await idIn(world, 'tips');
    await world.advance(id);
    world.clock.moveTo(start + 7 * day);
    await world.advance(id);
    expect(await world.rows('select step from tasks')).toEqual([{ step: 'call' }, { step: 'call' }]);
    expect(await world.rows("select (attributes->>'size')::bigint as size from leads")).toEqual([{ size: start + 7 * day }]);
  });
});

const library: RepeatStep = {
  ...weekly,
  round: {
    kind: 'play',
    playlist: 'library',
    items: [{ template: 'one' }, { template: 'two' }],
    email: { class: 'marketing', topic: 'tips', from: 'us' },
    noneLeft: 'end',
  },
};

function withPlaylist(plan: Plan): Release {
  const message = { preheader: '', html: '<p>x</p>', text: 'x' };
  const messages = { 'weekly/one': { template: 'one', subject: 'One', hash: '1', ...message }, 'weekly/two': { template: 'two', subject: 'Two', hash: '2', ...message } };
  return { workspace: workspaceWith(), campaigns: [{ plan, content: { campaign: plan.campaign, messages } }] };
}

test('a playlist is remembered by its messages: a later enrolment gets what the earlier did not', async () => {
  const plan = planOf('tips', [library], {
    enter: [{ event: 'signed_up', again: { kind: 'always' } }],
    leave: [{ kind: 'on', event: 'bought' }],
    events: ['bought'],
  });
  const world = await createWorld(database, withPlaylist(plan));
  await enter(world, 'ada');
  const first = await world.advance(await idIn(world, 'tips'));
  if (first.kind !== 'deliver') throw new Error('nothing to deliver');
  const confirmed = await world.claims.confirm(first.sendKey, 1);
  expect(confirmed).toMatchObject({ kind: 'ready', mail: { step: 'weekly', content: { subject: 'One' } } });
  await world.deliver(first.sendKey);
  await world.say('ada', 'bought');
  await world.absorb();
  world.clock.moveTo(start + day);
  await enter(world, 'ada');
  await goOn(world, await idIn(world, 'tips'));
  expect(await world.rows('select item, state from claims order by claimed_at')).toEqual([
    { item: 'library/one', state: 'sent' },
    { item: 'library/two', state: 'sent' },
  ]);
});

describe('a split with a winner', () => {
  const split: SplitStep = {
    kind: 'split',
    id: 'subject',
    due: now,
    arms: [
      { name: 'short', share: 0.25, first: 'short' },
      { name: 'long', share: 0.25, first: 'long' },
    ],
    best: { measure: { kind: 'did', event: 'clicked', window: { kind: 'since-entry' } }, after: { amount: 2, unit: 'd' }, else: 'short' },
    next: null,
  };
  const plan = planOf('news', [split, sendOf('short'), sendOf('long')], { events: ['clicked'], interests: { events: [], attributes: [], score: false } });

  /** So many leads of each arm, by their names. */
  function leadsOf(count: number): Readonly<Record<'short' | 'long' | 'waiting', readonly string[]>> {
    const names = Array.from({ length: 60 * count }, (_, index) => `lead-${index}`);
    const inArm = (arm: string | undefined) => names.filter((name) => armOf(split, 'news', name)?.name === arm).slice(0, count);
    return { short: inArm('short'), long: inArm('long'), waiting: inArm(undefined) };
  }

  test('is decided once from what people did, and everybody else goes the way of the winner', async () => {
    const world = await createWorld(database, releaseOf([plan]));
    const { short, long, waiting } = leadsOf(3);
    for (const lead of [...short, ...long, ...waiting.slice(0, 2)]) await enter(world, lead);
    for (const { id } of await world.enrolments()) await goOn(world, id);
    expect(await world.rows('select count(*)::int as n from claims')).toEqual([{ n: 6 }]);
    world.clock.moveTo(start + hour);
    for (const lead of [...long.slice(0, 2), short[0] ?? '']) await world.say(lead, 'clicked');
    await world.absorb();
    const waits = (await world.enrolments()).filter(({ ending }) => ending === null);
    expect(waits.map(({ resting_until }) => resting_until)).toEqual([start + 2 * day, start + 2 * day]);
    world.clock.moveTo(start + 2 * day);
    for (const { id } of waits) await goOn(world, id);
    expect(await world.rows("select step, count(*)::int as n from claims where claimed_at >= " + (start + 2 * day) + ' group by 1')).toEqual([{ step: 'long', n: 2 }]);
    expect(await world.rows('select winner, counts from split_winners')).toEqual([
      { winner: 'long', counts: [{ arm: 'short', leads: 3, sum: 1 }, { arm: 'long', leads: 3, sum: 2 }] },
    ]);
    // What comes later changes nothing: the winner is read.
    for (const lead of short) await world.say(lead, 'clicked');
    await world.absorb();
    world.clock.moveTo(start + 9 * day);
    await enter(world, waiting[2] ?? '');
    const late = (await world.enrolments()).find(({ ending }) => ending === null);
    await goOn(world, late?.id ?? '');
    expect(await world.rows('select step from claims order by claimed_at desc, key limit 1')).toEqual([{ step: 'long' }]);
    expect(await world.rows("select text from decisions where code = 'branch' order by id desc limit 1")).toEqual([
      { text: 'The arm "long" won: short 1 of 3, long 2 of 3.' },
    ]);
  });
});

describe('a holdout', () => {
  const plan = planOf('welcome', [sendOf('hello', { next: 'receipt' }), sendOf('receipt', { email: { class: 'transactional', from: 'us' } })], { holdout: 0.5 });
  const drawn = (wanted: string | undefined) =>
    Array.from({ length: 50 }, (_, index) => `lead-${index}`).find((lead) => holdoutOf(plan, {}, lead) === wanted) ?? '';

  test('is written down with the enrolment, and nothing but transactional mail leaves', async () => {
    const world = await createWorld(database, releaseOf([plan]));
    const [out, inside] = [drawn('campaign'), drawn(undefined)];
    await enter(world, out);
    await enter(world, inside);
    for (const { id } of await world.enrolments()) await goOn(world, id);
    expect(await world.rows('select l.user_id, e.held_out, e.ending from enrolments e join leads l on l.id = e.lead_id order by e.held_out nulls last')).toEqual([
      { user_id: out, held_out: 'campaign', ending: 'finished' },
      { user_id: inside, held_out: null, ending: 'finished' },
    ]);
    expect(await world.rows(`select c.step, c.state from claims c join leads l on l.id = c.lead_id where l.user_id = '${out}' order by c.step`)).toEqual([
      { step: 'hello', state: 'held_out' },
      { step: 'receipt', state: 'sent' },
    ]);
    expect(await world.rows("select step, detail from decisions where code = 'held_out'")).toEqual([{ step: 'hello', detail: 'campaign' }]);
  });

  test('takes no room under the caps', async () => {
    const capped = workspaceWith({ caps: [{ count: 1, windowMs: 7 * day }] });
    const other = planOf('other', [sendOf('mail')], { enter: [{ event: 'asked', again: { kind: 'never' } }] });
    const world = await createWorld(database, releaseOf([plan, other], capped));
    const out = drawn('campaign');
    await enter(world, out);
    await goOn(world, await idIn(world, 'welcome'));
    await world.say(out, 'asked');
    await world.absorb();
    expect(await goOn(world, await idIn(world, 'other'))).toBe(1);
  });
});

describe('campaigns that exclude each other', () => {
  const later = { kind: 'after', duration: { amount: 9, unit: 'd' } } as const;
  const welcome = (excludes: readonly string[]) => planOf('welcome', [sendOf('hello', { due: later })], { excludes });
  const onboarding = (excludes?: readonly string[]) =>
    planOf('onboarding', [sendOf('guide', { due: later })], { enter: [{ event: 'activated', again: { kind: 'never' } }], ...(excludes === undefined ? {} : { excludes }) });

  async function after(first: string, second: string, plans: readonly Plan[]) {
    const world = await createWorld(database, releaseOf(plans));
    await enter(world, 'ada', first);
    await world.say('ada', second);
    await world.absorb();
    return (await world.enrolments()).map(({ campaign, ending }) => `${campaign} ${ending ?? 'inside'}`);
  }

  test('entering the one that is excluded leaves the one that excludes it', async () => {
    expect(await after('signed_up', 'activated', [welcome(['onboarding']), onboarding()])).toEqual(['onboarding inside', 'welcome left']);
  });

  test('inside the one that is excluded nobody enters the one that excludes it', async () => {
    expect(await after('activated', 'signed_up', [welcome(['onboarding']), onboarding()])).toEqual(['onboarding inside']);
  });

  test('of two that exclude each other the one that is entered last counts', async () => {
    const plans = [welcome(['onboarding']), onboarding(['welcome'])];
    expect(await after('activated', 'signed_up', plans)).toEqual(['onboarding left', 'welcome inside']);
  });

  test('a message that is claimed is withdrawn', async () => {
    const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')], { excludes: ['onboarding'] }), onboarding()]));
    await enter(world, 'ada');
    await world.advance(await idIn(world, 'welcome'));
    await world.say('ada', 'activated');
    await world.absorb();
    expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
    expect(await world.rows("select detail from decisions where code = 'left'")).toEqual([{ detail: 'onboarding' }]);
  });
});

describe('a campaign that starts another', () => {
  const starter = planOf('welcome', [{ kind: 'start', id: 'objections', due: now, campaign: 'objections', next: null }]);
  const onStarted = [{ event: 'started', again: { kind: 'always' } }] as const;
  const started = planOf('objections', [sendOf('answer', { when: attributeIs('plan', 'trial') })], { enter: onStarted });
  const bystander = planOf('bystander', [sendOf('answer')], { enter: onStarted });

  test('starts it exactly once, with the event that let the lead in here', async () => {
    const world = await createWorld(database, releaseOf([starter, started, bystander]));
    await enter(world, 'ada', 'signed_up', { source: 'ad' });
    const id = await idIn(world, 'welcome');
    expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'finished' });
    // A run that lost its answer asks again.
    await world.advance(id);
    expect((await world.enrolments()).map(({ campaign }) => campaign)).toEqual(['objections', 'welcome']);
    expect(await world.rows("select properties from events where name = 'started'")).toEqual([
      { properties: { source: 'ad', campaign: 'welcome', $into: 'objections' } },
    ]);
  });

  test('starts it also while an event is worked in', async () => {
    const waiting = planOf('welcome', [
      { kind: 'wait', id: 'asked', due: now, forEvent: 'asked', then: 'objections', else: null, next: null },
      { kind: 'start', id: 'objections', due: now, campaign: 'objections', next: null },
    ], { events: ['asked'] });
    const world = await createWorld(database, releaseOf([waiting, started]));
    await enter(world, 'ada');
    await world.advance(await idIn(world, 'welcome'));
    await world.say('ada', 'asked');
    await world.absorb();
    expect((await world.enrolments()).map(({ campaign, ending }) => [campaign, ending])).toEqual([
      ['objections', null],
      ['welcome', 'finished'],
    ]);
  });
});

test('the wording that was chosen is written down with the claim', async () => {
  const plan = planOf('welcome', [sendOf('hello', { variants: { by: { kind: 'attribute', name: 'plan', type: 'text' }, generic: 0 } })]);
  const content = contentOf(plan);
  const hello = content.messages['hello'];
  if (hello === undefined) throw new Error('there is no hello');
  const word = { preheader: '', html: '<p>x</p>', text: 'x' };
  const alternatives = [{ variant: 'trial', subject: 'For trials', hash: 't', ...word }, { variant: 'pro', subject: 'For pros', hash: 'p', ...word }];
  const messages = { hello: { ...hello, alternatives } };
  const world = await createWorld(database, { workspace: workspaceWith(), campaigns: [{ plan, content: { campaign: 'welcome', messages } }] });
  await world.identify('ada', { email: 'ada@example.com', plan: 'trial' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const next = await world.advance(await idIn(world, 'welcome'));
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  expect(await world.claims.confirm(next.sendKey, 1)).toMatchObject({ mail: { content: { subject: 'For trials', hash: 't' } } });
  expect(await world.rows('select variant, locale, generic from claims')).toEqual([{ variant: 'trial', locale: null, generic: false }]);
});
