import { beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../../../compiler/plan/ir.js';
import { releaseTurn } from '../../../../runtime/service/loops/release-loop.js';
import { applyRelease } from '../../../../runtime/store/releases.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { contentOf, day, hour, planOf, releaseOf, sendOf, start } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const after = (amount: number) => ({ kind: 'after', duration: { amount, unit: 'd' } }) as const;

/** A mail at once, one after two days, one after ten. */
function drip(changes: Partial<Plan> = {}, steps = threeMails()): Plan {
  return planOf('welcome', steps, changes);
}

function threeMails() {
  return [sendOf('hello', { next: 'tip' }), sendOf('tip', { due: after(2), next: 'last' }), sendOf('last', { due: after(10) })];
}

/** Every lead has had the first mail and stands before the second. */
async function worldAtTip(users: readonly string[] = ['ada'], plan = drip()): Promise<LeadWorld> {
  const world = await createWorld(database, releaseOf([plan]));
  for (const user of users) {
    await world.identify(user, { email: `${user}@example.com` });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  for (const { id } of await world.enrolments()) await sendNext(world, id);
  await world.rows('delete from outbox');
  return world;
}

async function sendNext(world: LeadWorld, id: string): Promise<void> {
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error(`nothing to deliver: ${next.kind}`);
  await world.deliver(next.sendKey);
  await world.advance(id);
}

async function idOf(world: LeadWorld): Promise<string> {
  return (await world.enrolments())[0]?.id ?? '';
}

function edit(world: LeadWorld, plan: Plan) {
  return applyRelease(database.db, releaseOf([plan]), world.clock.now());
}

function turn(world: LeadWorld): Promise<number> {
  return releaseTurn({ db: database.db, clock: world.clock });
}

const sooner = [sendOf('hello', { next: 'tip' }), sendOf('tip', { due: after(1) })];

test('without a word leads finish the plan they entered with, in the mails of the newer one', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  const plan = drip({}, [sendOf('hello', { next: 'tip' }), sendOf('tip', { due: after(1) })]);
  await applyRelease(database.db, { ...releaseOf([plan]), campaigns: [{ plan, content: contentOf(plan, 'New words') }] }, start);
  expect(await turn(world)).toBe(0);
  world.clock.moveTo(start + day);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  world.clock.moveTo(start + 2 * day);
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  expect(await world.claims.confirm(next.sendKey, 1)).toMatchObject({ kind: 'ready', mail: { content: { subject: 'New words' } } });
  await world.deliver(next.sendKey);
  // And on to the step that is gone from the file.
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.enrolments()).toMatchObject([{ step: 'last' }]);
});

test('"adopt": the lead goes on with the newer plan from where it stands, since when it stood there', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  world.clock.moveTo(start + hour);
  await edit(world, drip({ inFlight: { all: { kind: 'adopt' }, steps: {} } }, sooner));
  expect(await turn(world)).toBe(1);
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'wake' }]);
  expect(await turn(world)).toBe(0);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  // One day from when it came to the step, not from the edit.
  expect(await world.enrolments()).toMatchObject([{ step: 'tip', resting_until: start + day }]);
  world.clock.moveTo(start + day);
  await sendNext(world, id);
  expect(await world.enrolments()).toMatchObject([{ ending: 'finished' }]);
  expect(await world.rows("select detail from decisions where code = 'moved'")).toEqual([{ detail: 'adopt' }]);
});

test('a lead is moved by its own look as well, before anything is decided', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  await edit(world, drip({ inFlight: { all: { kind: 'adopt' }, steps: {} } }, sooner));
  world.clock.moveTo(start + day);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
  expect(await turn(world)).toBe(0);
});

test('whose step reads as before is moved without being woken', async () => {
  const world = await worldAtTip();
  const longer = [...threeMails().slice(0, 2), sendOf('last', { due: after(20) })];
  await edit(world, drip({ inFlight: { all: { kind: 'end' }, steps: {} } }, longer));
  expect(await turn(world)).toBe(1);
  expect(await world.rows('select kind from outbox')).toEqual([]);
  expect(await world.enrolments()).toMatchObject([{ step: 'tip', ending: null, resting_until: start + 2 * day }]);
});

test('"move_to" and "end" concern who stands on a changed step, by step or for all', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  await edit(world, drip({ inFlight: { all: { kind: 'end' }, steps: { tip: { kind: 'move_to', step: 'last' } } } }, [
    sendOf('hello', { next: 'last' }),
    sendOf('last', { due: after(3) }),
  ]));
  world.clock.moveTo(start + hour);
  await turn(world);
  await world.advance(id);
  expect(await world.enrolments()).toMatchObject([{ step: 'last', resting_until: start + hour + 3 * day }]);

  await edit(world, drip({ inFlight: { all: { kind: 'end' }, steps: {} } }, [sendOf('hello')]));
  await turn(world);
  expect(await world.enrolments()).toMatchObject([{ step: null, ending: 'edited' }]);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'edited' });
  expect(await world.rows("select detail from decisions where code = 'left'")).toEqual([{ detail: 'edited' }]);
});

test('"adopt" on a step that is gone goes on at the next one that is left', async () => {
  const world = await worldAtTip();
  await edit(world, drip({ inFlight: { all: { kind: 'adopt' }, steps: {} } }, [sendOf('hello', { next: 'last' }), sendOf('last', { due: after(10) })]));
  await turn(world);
  expect(await world.enrolments()).toMatchObject([{ step: 'last', ending: null }]);
  await edit(world, drip({ inFlight: { all: { kind: 'adopt' }, steps: {} } }, [sendOf('hello')]));
  await turn(world);
  expect(await world.enrolments()).toMatchObject([{ step: null, ending: 'finished' }]);
});

test('a message that is claimed is settled first; then its lead is moved', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  world.clock.moveTo(start + 2 * day);
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  await edit(world, drip({ inFlight: { all: { kind: 'end' }, steps: {} } }, [sendOf('hello')]));
  expect(await turn(world)).toBe(0);
  expect(await world.deliver(next.sendKey)).toBe('handed over');
  await world.advance(id);
  await turn(world);
  expect(await world.enrolments()).toMatchObject([{ ending: 'edited' }]);
  expect(await world.rows('select state from claims')).toEqual([{ state: 'sent' }, { state: 'sent' }]);
});

test('what comes in finds the lead on the plan it is to go on with', async () => {
  const world = await worldAtTip();
  await edit(world, drip({ inFlight: { all: { kind: 'adopt' }, steps: {} }, leave: [{ kind: 'on', event: 'bought' }], interests: { events: ['bought'], attributes: [], score: false }, history: ['bought'] }));
  await world.say('ada', 'bought');
  await world.absorb();
  expect(await world.enrolments()).toMatchObject([{ ending: 'left' }]);
});

test('a lead that is held while its campaign is edited is moved, and let go where it then stands', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  await world.rows(`insert into controls values ('welcome', 'held', 'operator', 'edit', ${start})`);
  await world.rows('update workspace set revision = revision + 1');
  world.clock.moveTo(start + 2 * day);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  await edit(world, drip({ inFlight: { all: { kind: 'move_to', step: 'last' }, steps: {} } }, [sendOf('hello'), sendOf('last')]));
  expect(await turn(world)).toBe(1);
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  await world.rows('delete from controls');
  await world.rows('update workspace set revision = revision + 1');
  await turn(world);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver', name: 'welcome/last' });
});

test('a step that was renamed keeps its leads and what they were sent', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  const sentBefore = { kind: 'sent', campaign: 'welcome', step: 'greeting', window: { kind: 'ever' } } as const;
  const renamed = drip({ renamed: { greeting: 'hello', advice: 'tip' }, inFlight: { all: { kind: 'adopt' }, steps: {} } }, [
    sendOf('greeting', { next: 'advice' }),
    sendOf('advice', { due: after(2), when: sentBefore }),
  ]);
  await edit(world, renamed);
  await turn(world);
  expect(await world.enrolments()).toMatchObject([{ step: 'advice' }]);
  world.clock.moveTo(start + 2 * day);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver', name: 'welcome/advice' });
});

test('leads that finish the old plan get the mails of renamed steps in their new words', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  const plan = drip({ renamed: { advice: 'tip' } }, [sendOf('hello', { next: 'advice' }), sendOf('advice', { due: after(9) })]);
  await applyRelease(database.db, { ...releaseOf([plan]), campaigns: [{ plan, content: contentOf(plan, 'New words') }] }, start);
  world.clock.moveTo(start + 2 * day);
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error('nothing to deliver');
  expect(await world.claims.confirm(next.sendKey, 1)).toMatchObject({ mail: { content: { subject: 'New words' } } });
});

test('a campaign that was renamed keeps leads, entry keys, and what was said at the controls', async () => {
  const world = await worldAtTip();
  const id = await idOf(world);
  await world.rows(`insert into controls values ('welcome', 'held', 'operator', 'edit', ${start})`);
  const plan = { ...drip({ was: 'welcome' }), campaign: 'onboarding' };
  const { campaigns } = await applyRelease(database.db, releaseOf([plan]), start);
  expect(campaigns).toMatchObject([{ name: 'onboarding', change: 'renamed', was: 'welcome' }]);
  expect(await world.rows('select campaign, state from controls')).toEqual([{ campaign: 'onboarding', state: 'held' }]);
  await world.rows('delete from controls');
  await world.rows('update workspace set revision = revision + 1');
  // Before what was stored has the new name, and after: nobody enters a second time.
  for (const moment of [start + hour, start + 2 * hour]) {
    world.clock.moveTo(moment);
    await world.say('ada', 'signed_up');
    await world.absorb();
    await turn(world);
  }
  expect(await world.rows("select detail from decisions where code = 'stayed_out'")).toEqual([{ detail: 'inside' }, { detail: 'inside' }]);
  expect(await world.rows('select distinct campaign from enrolments union select campaign from claims')).toEqual([{ campaign: 'onboarding' }]);
  world.clock.moveTo(start + 2 * day);
  await sendNext(world, id);
  world.clock.moveTo(start + 12 * day);
  await sendNext(world, id);
  // The file may say so for years; applied again it changes nothing.
  expect((await applyRelease(database.db, releaseOf([plan]), start)).campaigns).toMatchObject([{ change: 'same' }]);
  await world.say('ada', 'signed_up');
  await world.absorb();
  expect(await world.enrolments()).toMatchObject([{ ending: 'finished' }]);
});
