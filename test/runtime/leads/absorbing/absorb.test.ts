import { beforeEach, expect, test } from 'vitest';
import type { ScoringPlan } from '../../../../compiler/plan/ir.js';
import { absorb } from '../../../../runtime/leads/absorbing/absorb.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { attributeIs, day, planOf, releaseOf, sendOf, start, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const scoring: ScoringPlan = {
  ready: 30,
  fit: [
    { name: 'plan', rules: [{ points: 20, when: attributeIs('plan', 'pro') }] },
    { name: 'free', rules: [{ points: -50, when: attributeIs('plan', 'free') }] },
  ],
  pain: [
    { name: 'demo', points: 10, event: 'demo_requested', once: true },
    { name: 'pages', points: 5, event: 'page_viewed', once: false, perDay: 1, limit: 10 },
    { name: 'went-away', points: -8, event: 'went_away', once: false },
  ],
};

async function ledgerAgrees(world: LeadWorld): Promise<boolean> {
  const rows = await world.rows<{ off: number }>(
    `select count(*) as off from leads l, (
       select coalesce(sum(points) filter (where part = 'fit'), 0) as fit,
              coalesce(sum(points) filter (where part = 'pain'), 0) as pain, lead_id
       from score_ledger group by lead_id) as s
     where s.lead_id = l.id and (l.fit <> s.fit or l.pain <> s.pain)`,
  );
  return rows[0]?.off === 0;
}

test('the ledger adds up exactly to the score, and the score never falls below 0', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ scoring })));
  await world.say('ada', 'went_away');
  await world.say('ada', 'demo_requested');
  await world.say('ada', 'demo_requested');
  for (let turn = 0; turn < 4; turn += 1) {
    await world.say('ada', 'page_viewed');
    await world.say('ada', 'page_viewed');
    world.clock.moveTo(world.clock.now() + day);
  }
  await world.identify('ada', { plan: 'free' });
  await world.identify('ada', { plan: 'pro' });
  await world.say('ada', 'went_away');
  await world.absorb();
  // demo 10, pages 5 on each of two days up to their limit, then -8; the first -8 hit the floor.
  expect(await world.rows('select fit, pain, ready_since from leads')).toEqual([
    { fit: 20, pain: 12, ready_since: expect.any(Number) },
  ]);
  expect(await ledgerAgrees(world)).toBe(true);
});

test('coming to the target is told once, and again only after a fall below it', async () => {
  const world = await createWorld(
    database,
    releaseOf([planOf('hand-off', [sendOf('hello')], { enter: [{ event: 'sdr_ready', again: { kind: 'always' } }] })],
      workspaceWith({ scoring })),
  );
  await world.identify('ada', { plan: 'pro' });
  await world.say('ada', 'demo_requested');
  await world.say('ada', 'page_viewed');
  await world.absorb();
  const told = "select properties from events where name = 'sdr_ready' order by seq";
  expect(await world.rows(told)).toEqual([{ properties: { fit: 20, pain: 10, total: 30 } }]);
  expect(await world.enrolments('hand-off')).toHaveLength(1);
  await world.say('ada', 'went_away');
  await world.absorb();
  expect(await world.rows('select ready_since from leads')).toEqual([{ ready_since: null }]);
  world.clock.moveTo(start + day);
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows(told)).toHaveLength(2);
});

test('an attribute of the wrong type or without a declaration is kept aside, and the timeline says so', async () => {
  const world = await createWorld(database, releaseOf([]));
  await world.identify('ada', { size: 'many', shoe: 39, plan: 'enterprise', email: 'ada@example.com' });
  await world.identify('ada', { size: 12, shoe: 40 });
  await world.absorb();
  expect(await world.rows('select attributes, undeclared from leads')).toEqual([
    { attributes: { email: 'ada@example.com', size: 12 }, undeclared: { shoe: 40, plan: 'enterprise' } },
  ]);
  const decisions = await world.rows<{ detail: string }>('select detail from decisions order by id');
  expect(decisions.map(({ detail }) => detail).sort()).toEqual(['undeclared:shoe', 'wrong_type:plan', 'wrong_type:size']);
});

test('null clears an attribute', async () => {
  const world = await createWorld(database, releaseOf([]));
  await world.identify('ada', { size: 12 });
  await world.identify('ada', { size: null });
  await world.absorb();
  expect(await world.rows('select attributes from leads')).toEqual([{ attributes: {} }]);
});

test('what was not committed is worked in again, with the same result', async () => {
  const plan = planOf('welcome', [sendOf('hello')]);
  const world = await createWorld(database, releaseOf([plan], workspaceWith({ scoring })));
  await world.identify('ada', { plan: 'pro' });
  await world.say('ada', 'signed_up');
  const [lead] = await world.rows<{ id: number }>('select id from leads');
  const id = lead?.id ?? 0;
  const crash = world.desk.withLead(id, async (tx) => {
    await absorb(tx, world.desk, id);
    throw new Error('the process died');
  });
  await expect(crash).rejects.toThrow('the process died');
  expect(await world.enrolments()).toHaveLength(0);
  await world.absorb();
  await world.absorb();
  expect(await world.enrolments()).toHaveLength(1);
  expect(await world.rows('select fit from leads')).toEqual([{ fit: 20 }]);
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'start' }]);
  expect(await ledgerAgrees(world)).toBe(true);
});

test('an entry that is refused is told, one that was not meant for the lead is not', async () => {
  const pro = {
    event: 'signed_up',
    where: attributeIs('plan', 'pro'),
    again: { kind: 'never' },
  } as const;
  const world = await createWorld(
    database,
    releaseOf([planOf('for-pro', [sendOf('hello')], { enter: [pro] }), planOf('welcome', [sendOf('hello')])]),
  );
  await world.say('ada', 'signed_up');
  await world.say('ada', 'signed_up');
  await world.absorb();
  expect(await world.rows('select campaign, code, detail from decisions order by id')).toEqual([
    { campaign: 'welcome', code: 'entered', detail: 'signed_up' },
    { campaign: 'welcome', code: 'stayed_out', detail: 'inside' },
  ]);
});

test('an event that moves nobody wakes nobody', async () => {
  const wait = { kind: 'wait', id: 'pause', due: { kind: 'now' }, forEvent: 'activated', then: null, else: null, next: null } as const;
  const world = await createWorld(database, releaseOf([planOf('welcome', [wait], { events: ['activated'] })]));
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [enrolment] = await world.enrolments();
  await world.advance(enrolment?.id ?? '');
  await world.rows('delete from outbox');
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await world.rows('select kind from outbox')).toEqual([]);
  world.clock.moveTo(start + day);
  await world.say('ada', 'activated');
  await world.absorb();
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'wake' }]);
});

test('leaving cuts a wait short, and one event can end an enrolment and begin the next', async () => {
  const wait = { kind: 'wait', id: 'pause', due: { kind: 'after', duration: { amount: 30, unit: 'd' } }, then: null, else: null, next: null } as const;
  const plan = planOf('cart', [wait], {
    enter: [{ event: 'cart_changed', again: { kind: 'always' } }],
    leave: [{ kind: 'on', event: 'cart_changed' }],
    events: ['cart_changed'],
  });
  const world = await createWorld(database, releaseOf([plan]));
  await world.say('ada', 'cart_changed');
  await world.absorb();
  const [first] = await world.enrolments();
  expect(await world.advance(first?.id ?? '')).toEqual({ kind: 'wait' });
  world.clock.moveTo(start + day);
  await world.say('ada', 'cart_changed');
  await world.absorb();
  expect((await world.enrolments()).map(({ ending }) => ending)).toEqual(['left', null]);
  expect(await world.advance(first?.id ?? '')).toEqual({ kind: 'end', ending: 'left' });
});

test('an event that carries a time a little ahead of the database is worked in all the same', async () => {
  const plan = planOf('win-back', [sendOf('later', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } })], {
    enter: [{ event: 'cart_changed', again: { kind: 'always' } }],
    leave: [{ kind: 'on', event: 'cart_changed' }],
    events: ['cart_changed'],
  });
  const world = await createWorld(database, releaseOf([plan]));
  await world.say('ada', 'cart_changed');
  await world.absorb();
  const ahead = { source: 'test', messageId: 'ahead', userId: 'ada', kind: 'track', name: 'cart_changed' } as const;
  await appendEvents(database.db, [{ ...ahead, at: start + 50, properties: {} }], start);
  await world.absorb();
  expect((await world.enrolments()).map(({ ending }) => ending)).toEqual(['left', null]);
});

test('to object to everything holds for topics to come; to agree to everything does not', async () => {
  const world = await createWorld(database, releaseOf([]));
  await world.say('ada', 'unsubscribed');
  await world.say('bob', 'subscribed');
  await world.absorb();
  expect(
    await world.rows('select user_id, topic, granted from consents join leads on leads.id = lead_id order by 1, 2'),
  ).toEqual([
    { user_id: 'ada', topic: '*', granted: false },
    { user_id: 'ada', topic: 'tips', granted: false },
    { user_id: 'bob', topic: 'tips', granted: true },
  ]);
});

test('nothing is lost while no release is in force', async () => {
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])]));
  await world.rows('delete from workspace');
  await world.say('ada', 'signed_up');
  await world.absorb();
  expect(await world.rows('select count(*) as unread from lead_inbox')).toEqual([{ unread: 1 }]);
});
