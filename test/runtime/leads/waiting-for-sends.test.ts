import { beforeEach, expect, test } from 'vitest';
import type { Expression, Plan, WaitStep } from '../../../compiler/plan/ir.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { accepted, createWorld } from './lead-world.js';
import { planOf, releaseOf, sendOf } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const gotHello: Expression = { kind: 'sent', campaign: 'welcome', step: 'hello', window: { kind: 'ever' } };

const welcome = planOf('welcome', [sendOf('hello', { next: 'later' }), sendOf('later', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } })]);

const followUp = planOf('follow-up', [sendOf('more', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } })], {
  enter: [],
  watch: [{ kind: 'becomes', condition: gotHello, already: { kind: 'skip' }, again: { kind: 'never' }, interests: { events: [], attributes: [], score: false } }],
});

const wait: WaitStep = { kind: 'wait', id: 'wait', due: { kind: 'now' }, next: null, forCondition: gotHello, atMost: { amount: 90, unit: 'd' }, then: 'then', else: null };
const waiting = planOf('waiting', [wait, sendOf('then')]);

async function afterHello(plans: readonly Plan[], outcome = accepted): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf(plans));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [own] = await world.enrolments('welcome');
  for (const { id } of await world.enrolments('waiting')) await world.advance(id);
  const next = await world.advance(own?.id ?? '');
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  await world.rows('delete from outbox');
  await world.deliver(next.sendKey, outcome);
  return world;
}

test('a message that leaves lets in who waits for that, with no other news', async () => {
  const world = await afterHello([welcome, followUp]);
  expect(await world.enrolments('follow-up')).toHaveLength(1);
});

test('a message that was refused lets nobody in', async () => {
  const world = await afterHello([welcome, followUp], { kind: 'refused', response: '550 no', suppress: false });
  expect(await world.enrolments('follow-up')).toHaveLength(0);
});

test('a lead that waits in another campaign goes on', async () => {
  const world = await afterHello([welcome, waiting]);
  expect(await world.enrolments('waiting')).toMatchObject([{ step: 'then', awake: true }]);
});

test('who died between settling and looking is made up for by the next try of the hand-over', async () => {
  const world = await createWorld(database, releaseOf([welcome, followUp]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const next = await world.advance((await world.enrolments('welcome'))[0]?.id ?? '');
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  await world.rows("update claims set state = 'sent', settled_at = claimed_at");
  expect(await world.claims.confirm(next.sendKey, 1)).toEqual({ kind: 'settled' });
  expect(await world.enrolments('follow-up')).toHaveLength(1);
});
