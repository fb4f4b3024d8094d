import { beforeEach, expect, test } from 'vitest';
import type { Expression, ListPlan, Plan, Release, ScoringPlan, WaitStep } from '../../../compiler/plan/ir.js';
import { lookAtActs, lookAtListed, rankDaily } from '../../../runtime/leads/facts/look-again.js';
import { storeMessageEvents } from '../../../runtime/store/facts/message-events.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { day, hour, planOf, releaseOf, sendOf, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

/** Waits until the condition holds, then sends. */
function waitingFor(campaign: string, forCondition: Expression, changes: Partial<Plan> = {}): Plan {
  const wait: WaitStep = {
    kind: 'wait',
    id: 'wait',
    due: { kind: 'now' },
    next: null,
    forCondition,
    atMost: { amount: 90, unit: 'd' },
    then: 'then',
    else: null,
  };
  return planOf(campaign, [wait, sendOf('then')], changes);
}

async function inside(world: LeadWorld, ...users: readonly string[]): Promise<void> {
  for (const user of users) {
    await world.identify(user, { email: `${user}@${user}.example` });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  await rest(world);
}

async function rest(world: LeadWorld): Promise<void> {
  for (const { id, ending } of await world.enrolments()) if (ending === null) await world.advance(id);
}

const awake = async (world: LeadWorld) =>
  (await world.rows<{ who: string }>(
    "select user_id || ' in ' || campaign as who from enrolments e join leads l on l.id = e.lead_id where awake order by 1",
  )).map(({ who }) => who);

function withLists(release: Release, lists: readonly ListPlan[]): Release {
  return { ...release, lists };
}

const targets = (...keys: readonly string[]): ListPlan => ({ name: 'targets', holds: 'accounts', by: 'domain', keys });
const people = (...keys: readonly string[]): ListPlan => ({ name: 'people', holds: 'leads', by: 'email', keys });

test('who comes onto a list is looked at, and nobody else', async () => {
  const release = releaseOf([
    waitingFor('companies', { kind: 'in-list', subject: 'account', list: 'targets' }),
    waitingFor('persons', { kind: 'in-list', subject: 'lead', list: 'people' }),
  ]);
  const world = await createWorld(database, withLists(release, [targets('zoe.example'), people()]));
  await inside(world, 'ada', 'bob', 'eve');
  expect(await awake(world)).toEqual([]);
  await applyRelease(database.db, withLists(release, [targets('ada.example', 'zoe.example'), people('bob@bob.example')]), 2);
  await lookAtListed(world.desk);
  expect(await awake(world)).toEqual(['ada in companies', 'bob in persons']);
  await rest(world);
  expect(await world.rows("select campaign, step from claims order by 1")).toEqual([
    { campaign: 'companies', step: 'then' },
    { campaign: 'persons', step: 'then' },
  ]);
  // The same lists again: nobody is looked at, and what no list holds any more is forgotten.
  await applyRelease(database.db, withLists(release, [targets('ada.example', 'zoe.example'), people('bob@bob.example')]), 3);
  expect(await world.rows('select * from list_news')).toEqual([]);
  expect(await world.rows('select count(*) as n from list_keys')).toEqual([{ n: 3 }]);
});

test('points for a list follow the list', async () => {
  const scoring: ScoringPlan = {
    ready: 100,
    fit: [{ name: 'company', rules: [{ points: 30, when: { kind: 'in-list', subject: 'account', list: 'targets' } }] }],
    pain: [],
  };
  const release = releaseOf([], workspaceWith({ scoring }));
  const world = await createWorld(database, withLists(release, [targets()]));
  for (const user of ['ada', 'bob']) await world.identify(user, { email: `${user}@${user}.example` });
  await world.absorb();
  await applyRelease(database.db, withLists(release, [targets('ada.example')]), 2);
  await lookAtListed(world.desk);
  const fit = () => world.rows('select user_id, fit from leads order by 1');
  expect(await fit()).toEqual([{ user_id: 'ada', fit: 30 }, { user_id: 'bob', fit: 0 }]);
  await applyRelease(database.db, withLists(release, []), 3);
  await lookAtListed(world.desk);
  expect(await fit()).toEqual([{ user_id: 'ada', fit: 0 }, { user_id: 'bob', fit: 0 }]);
});

test('a click of a person moves a lead that waits for it; a machine and a repetition move nobody', async () => {
  const plan = planOf('drip', [
    sendOf('hello', { next: 'wait' }),
    {
      kind: 'wait',
      id: 'wait',
      due: { kind: 'now' },
      next: null,
      forCondition: { kind: 'message', act: 'clicked', campaign: 'drip', step: 'hello', window: { kind: 'since-entry' } },
      atMost: { amount: 9, unit: 'd' },
      then: 'thanks',
      else: null,
    },
    sendOf('thanks'),
  ]);
  const world = await createWorld(database, releaseOf([plan]));
  await inside(world, 'ada');
  const [claim] = await world.rows<{ key: string }>('select key from claims');
  const sendKey = claim?.key ?? '';
  await world.deliver(sendKey);
  await rest(world);
  expect(await awake(world)).toEqual([]);
  const at = world.clock.now();
  const clicked = { sendKey, act: 'clicked', at, link: 'https://x.example', source: 'links' } as const;
  const tell = async (machine: boolean, dedupKey: string) =>
    lookAtActs(world.desk, await storeMessageEvents(database.db, [{ ...clicked, machine, dedupKey }]));
  await tell(true, 'scanner');
  expect(await awake(world)).toEqual([]);
  await tell(false, 'person');
  expect(await awake(world)).toEqual(['ada in drip']);
  expect(await storeMessageEvents(database.db, [{ ...clicked, machine: false, dedupKey: 'person' }])).toEqual([]);
  expect(await storeMessageEvents(database.db, [{ ...clicked, sendKey: 'nobody', machine: false, dedupKey: 'x' }])).toEqual([]);
  await rest(world);
  expect(await world.rows("select step from claims where state = 'claimed'")).toEqual([{ step: 'thanks' }]);
});

test('entering and ending a campaign moves whoever asks whether the lead is inside', async () => {
  const isIn: Expression = { kind: 'in-campaign', campaign: 'trial' };
  const trial = waitingFor('trial', { kind: 'constant', value: false }, {
    enter: [{ event: 'trial_started', again: { kind: 'never' } }],
    leave: [{ kind: 'on', event: 'trial_ended' }],
    interests: { events: ['trial_ended'], attributes: [], score: false },
    history: ['trial_ended'],
  });
  const world = await createWorld(
    database,
    releaseOf([waitingFor('during', isIn), waitingFor('without', { kind: 'not', operand: isIn }, {
      enter: [{ event: 'trial_started', again: { kind: 'never' } }],
    }), trial]),
  );
  await inside(world, 'ada');
  expect(await awake(world)).toEqual([]);
  await world.say('ada', 'trial_started');
  await world.absorb();
  expect(await awake(world)).toEqual(['ada in during', 'ada in trial', 'ada in without']);
  await rest(world);
  await world.say('ada', 'trial_ended');
  await world.absorb();
  expect(await awake(world)).toContain('ada in without');
});

test('an enrolment that ends by its own look wakes who asks for it', async () => {
  const isIn: Expression = { kind: 'in-campaign', campaign: 'short' };
  const short = planOf('short', [sendOf('late', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } })]);
  const world = await createWorld(
    database,
    releaseOf([short, waitingFor('after', { kind: 'not', operand: isIn }, { enter: [{ event: 'signed_up', again: { kind: 'never' } }] })]),
  );
  await world.say('ada', 'signed_up');
  await world.absorb();
  await rest(world);
  expect(await awake(world)).toEqual([]);
  // Without an address the message is skipped, and the campaign is over.
  world.clock.moveTo(world.clock.now() + day);
  const [enrolment] = await world.enrolments('short');
  await world.advance(enrolment?.id ?? '');
  expect(await awake(world)).toEqual(['ada in after']);
});

test('buyers are ranked once a day where a plan asks, and those who wait for a rank are looked at', async () => {
  const lowest: Expression = {
    kind: 'compare',
    operator: '<=',
    left: { kind: 'rfm', part: 'rank' },
    right: { kind: 'constant', value: 0.5 },
  };
  const world = await createWorld(database, releaseOf([waitingFor('win-back', lowest)]));
  await inside(world, 'ada', 'bob', 'eve');
  await world.say('ada', 'order_placed', { total: 10 });
  await world.say('bob', 'order_placed', { total: 500 });
  await world.say('bob', 'order_placed', { total: 500 });
  await world.absorb();
  const now = world.clock.now() + day;
  await rankDaily(world.desk, now);
  expect(await awake(world)).toEqual(['ada in win-back']);
  expect(await world.rows('select ranked_at from rfm_rankings')).toEqual([{ ranked_at: now }]);
  await rankDaily(world.desk, now + hour);
  expect(await world.rows('select ranked_at from rfm_rankings')).toEqual([{ ranked_at: now }]);
});

test('where nobody asks for ranks, nobody is ranked', async () => {
  const world = await createWorld(database, releaseOf([]));
  await world.say('ada', 'order_placed', { total: 10 });
  await world.absorb();
  await rankDaily(world.desk, world.clock.now());
  expect(await world.rows('select * from rfm')).toEqual([]);
});
