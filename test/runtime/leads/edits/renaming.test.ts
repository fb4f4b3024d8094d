import { beforeEach, expect, test } from 'vitest';
import type { Plan, SendStep } from '../../../../compiler/plan/ir.js';
import { releaseTurn } from '../../../../runtime/service/loops/release-loop.js';
import { liftControl, sayControl } from '../../../../runtime/store/edits/controls.js';
import { applyRelease } from '../../../../runtime/store/releases.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { planOf, releaseOf, sendOf } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const later = { kind: 'after', duration: { amount: 2, unit: 'd' } } as const;

/** One mail at once, another after two days. */
const drip = (first: string, changes: Partial<Plan> = {}, more: readonly SendStep[] = []): Plan =>
  planOf('welcome', [sendOf(first, { next: 'tip' }), sendOf('tip', { due: later, next: more[0]?.id ?? null }), ...more], changes);

/** Everybody who stands before the second mail is sent back to the first. */
const back = (first: string, changes: Partial<Plan> = {}): Plan =>
  drip(first, { ...changes, inFlight: { steps: { tip: { kind: 'move_to', step: first } } } });

async function worldAtTip(): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf([drip('hello')]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  await sendAll(world);
  expect(await sent(world)).toEqual(['hello']);
  return world;
}

async function sendAll(world: LeadWorld): Promise<void> {
  for (const { id, ending } of await world.enrolments()) {
    for (let next = await world.advance(id); ending === null && next.kind === 'deliver'; next = await world.advance(id)) await world.deliver(next.sendKey);
  }
}

async function edit(world: LeadWorld, plan: Plan): Promise<void> {
  await applyRelease(database.db, releaseOf([plan]), world.clock.now());
  for (let moved = 1; moved > 0; ) moved = await releaseTurn({ db: database.db, clock: world.clock });
  await sendAll(world);
}

const sent = async (world: LeadWorld) =>
  (await world.rows<{ step: string }>("select step from decisions where code = 'sent' order by id")).map(({ step }) => step);

test('a lead that had the mail under its former name does not get it under the new one', async () => {
  const world = await worldAtTip();
  await edit(world, back('welcome-mail', { renamed: { 'welcome-mail': 'hello' } }));
  expect(await sent(world)).toEqual(['hello']);
  expect(await world.enrolments()).toMatchObject([{ step: 'tip' }]);
  // Nor under a third, nor once the file says nothing of the former names any more.
  await edit(world, back('greeting', { renamed: { greeting: 'welcome-mail' } }));
  await edit(world, drip('greeting'));
  await edit(world, back('greeting', { title: 'Edited once more' }));
  expect(await sent(world)).toEqual(['hello']);
});

test('who comes in after the rename gets it, once', async () => {
  const world = await worldAtTip();
  await edit(world, drip('welcome-mail', { renamed: { 'welcome-mail': 'hello' } }));
  await world.identify('bob', { email: 'bob@example.com' });
  await world.say('bob', 'signed_up');
  await world.absorb();
  await sendAll(world);
  expect(await sent(world)).toEqual(['hello', 'welcome-mail']);
});

test('a new step that takes the name which another gave up is a mail of its own', async () => {
  const world = await worldAtTip();
  await edit(world, drip('welcome-mail', { renamed: { 'welcome-mail': 'hello' } }));
  const both = drip('welcome-mail', { renamed: { 'welcome-mail': 'hello' }, inFlight: { steps: { tip: { kind: 'move_to', step: 'hello' } } } }, [sendOf('hello')]);
  await edit(world, both);
  expect(await sent(world)).toEqual(['hello', 'hello']);
  // And the one that was renamed keeps its own.
  await edit(world, { ...both, inFlight: { steps: { tip: { kind: 'move_to', step: 'welcome-mail' } } } });
  expect(await sent(world)).toEqual(['hello', 'hello']);
});

test('a mail that a hold took back goes out under the name that its step was given meanwhile', async () => {
  const world = await createWorld(database, releaseOf([drip('hello')]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [lead] = await world.enrolments();
  const id = lead?.id ?? '';
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error(`nothing to deliver: ${next.kind}`);
  await sayControl(database.db, { campaign: 'welcome', state: 'held', saidBy: 'operator', reason: 'wrong price', since: world.clock.now() });
  expect(await world.claims.confirm(next.sendKey, 1)).toEqual({ kind: 'withdrawn' });
  expect(await world.advance(id)).toMatchObject({ kind: 'wait' });

  await edit(world, drip('welcome-mail', { renamed: { 'welcome-mail': 'hello' }, inFlight: { all: { kind: 'adopt' }, steps: {} } }));
  await liftControl(database.db, 'welcome', undefined, world.clock.now());
  await releaseTurn({ db: database.db, clock: world.clock });
  await sendAll(world);
  expect(await sent(world)).toEqual(['welcome-mail']);
  expect(await world.rows('select key, step, state from claims')).toEqual([{ key: next.sendKey, step: 'welcome-mail', state: 'sent' }]);
});
