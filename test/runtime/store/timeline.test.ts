import { expect, test } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { appendEvents } from '../../../runtime/store/events.js';
import type { Timeline } from '../../../runtime/store/reports/timeline.js';
import { timelineOf } from '../../../runtime/store/reports/timeline.js';
import { createWorld, handsOn } from '../leads/lead-world.js';
import { planOf, releaseOf, sendOf, start } from '../leads/release-for-tests.js';
import { useCluster } from './test-database.js';

const open = useCluster();

test('the timeline tells what happened and why, in order of time', async () => {
  const database = await open();
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  const next = await world.advance(id);
  world.clock.moveTo(start + 1_000);
  if (next.kind === 'deliver') await world.deliver(next.sendKey);
  await world.advance(id);
  const timeline = await timelineOf(database.db, 'ada');
  expect(toldBy(timeline)).toEqual(['identify', 'signed_up', 'entered', 'claimed', 'sent', 'finished', 'send']);
  expect(await timelineOf(database.db, 'nobody')).toBeUndefined();
});

test('one event that ends an enrolment and begins the next is told in that order, the cause first', async () => {
  const database = await open();
  const later = sendOf('hello', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } });
  const plan = planOf('win-back', [later], {
    enter: [{ event: 'cart_changed', again: { kind: 'always' } }],
    leave: [{ kind: 'on', event: 'cart_changed' }],
    events: ['cart_changed'],
  });
  await createWorld(database, releaseOf([plan]));
  const world = handsOn(database, realClock);
  const change = async (messageId: string, agoMs: number): Promise<void> => {
    const at = Date.now() - agoMs;
    await appendEvents(database.db, [{ source: 'test', messageId, userId: 'ada', kind: 'track', name: 'cart_changed', at, properties: {} }], at);
    await world.absorb();
  };
  // Applications send what happened a little after it did.
  await change('first', 9_000);
  await change('second', 3_000);
  expect(toldBy(await timelineOf(database.db, 'ada'))).toEqual(['cart_changed', 'entered', 'cart_changed', 'left', 'entered']);
});

test('the entry on an event that came days late stands where the event does', async () => {
  const database = await open();
  const later = sendOf('hello', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } });
  const world = await createWorld(
    database,
    releaseOf([planOf('other', [later], { enter: [{ event: 'bought', again: { kind: 'never' } }] }), planOf('welcome', [later])]),
  );
  await world.say('ada', 'bought');
  await world.absorb();
  const at = start - 3 * 86_400_000;
  await appendEvents(database.db, [{ source: 'test', messageId: 'late', userId: 'ada', kind: 'track', name: 'signed_up', at, properties: {} }], start);
  await world.absorb();
  expect(toldBy(await timelineOf(database.db, 'ada'))).toEqual(['signed_up', 'entered', 'bought', 'entered']);
});

function toldBy(timeline: Timeline | undefined): readonly string[] {
  const entries = timeline?.entries ?? [];
  return entries.map((entry) => ('code' in entry ? entry.code : 'name' in entry ? entry.name : entry.kind));
}
