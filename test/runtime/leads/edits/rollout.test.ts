import { expect, test } from 'vitest';
import { brakeOf, brakeRollouts } from '../../../../runtime/leads/edits/braking.js';
import { liftControl, readControls } from '../../../../runtime/store/edits/controls.js';
import { countRollouts } from '../../../../runtime/store/edits/rollouts.js';
import { storeMessageEvents } from '../../../../runtime/store/facts/message-events.js';
import { useCluster } from '../../store/test-database.js';
import { createWorld } from '../lead-world.js';
import { hour, planOf, releaseOf, sendOf, start } from '../release-for-tests.js';

const open = useCluster();
const counted = { campaign: 'welcome', sent: 1_000, bounces: 0, complaints: 0, unsubscribes: 0 };
const holdWhen = [{ metric: 'bounces', above: 0.02 } as const, { metric: 'complaints', above: 0.001 } as const];

test('a rollout is held by its share of at least a hundred messages, and never by one alone', () => {
  expect(brakeOf({ holdWhen }, { ...counted, bounces: 20, complaints: 1 })).toBeUndefined();
  expect(brakeOf({ holdWhen }, { ...counted, bounces: 21 })).toBe('21 bounces of 1000 messages, over 2%');
  expect(brakeOf({ holdWhen }, { ...counted, complaints: 2 })).toBe('2 complaints of 1000 messages, over 0.1%');
  expect(brakeOf({ holdWhen }, { ...counted, sent: 10, bounces: 2 })).toBeUndefined();
  expect(brakeOf({ holdWhen }, { ...counted, sent: 10, bounces: 3 })).toBe('3 bounces of 10 messages, over 2%');
  expect(brakeOf({ holdWhen }, { ...counted, sent: 10, complaints: 1 })).toBeUndefined();
});

test('a share of the leads enters, the same ones always, and what their messages bring holds the campaign', async () => {
  const database = await open();
  const plan = (share: number) => planOf('welcome', [sendOf('hello')], { rollout: { share, holdWhen }, enter: [{ event: 'signed_up', again: { kind: 'never' } }] });
  const world = await createWorld(database, releaseOf([plan(0.3)]));
  const users = Array.from({ length: 60 }, (_, index) => `user-${index}`);
  for (const user of users) {
    await world.identify(user, { email: `${user}@example.com` });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  const inside = (await world.enrolments()).length;
  expect(inside).toBeGreaterThan(8);
  expect(inside).toBeLessThan(30);
  expect(await world.rows("select count(*)::int as n, min(text) as text from decisions where detail = 'rollout'")).toEqual([
    { n: 60 - inside, text: 'The campaign takes in 30% of the leads for now.' },
  ]);
  // Asked again, the same stay out.
  await world.say('user-0', 'signed_up');
  for (const user of users) await world.say(user, 'signed_up');
  await world.absorb();
  expect(await world.enrolments()).toHaveLength(inside);

  const [first, second, third] = await world.enrolments();
  for (const row of [first, second, third]) {
    const next = await world.advance(row?.id ?? '');
    if (next.kind !== 'deliver') throw new Error('nothing to deliver');
    await world.deliver(next.sendKey, { kind: 'refused', response: '550', suppress: false });
  }
  expect(await brakeRollouts(database.db, world.desk.releases, world.clock)).toEqual(['welcome']);
  expect(await readControls(database.db)).toMatchObject([{ campaign: 'welcome', state: 'held', saidBy: 'rollout', reason: '3 bounces of 3 messages, over 2%' }]);
  // Resumed by hand it is counted anew.
  world.clock.moveTo(start + hour);
  await liftControl(database.db, 'welcome', undefined, world.clock.now());
  expect(await brakeRollouts(database.db, world.desk.releases, world.clock)).toEqual([]);
});

test('a message that was refused, and told of once more by mail, is one bounce', async () => {
  const database = await open();
  const plan = planOf('welcome', [sendOf('hello')], { rollout: { share: 1, holdWhen }, enter: [{ event: 'signed_up', again: { kind: 'never' } }] });
  const world = await createWorld(database, releaseOf([plan]));
  for (const user of ['ada', 'bob']) {
    await world.identify(user, { email: `${user}@example.com` });
    await world.say(user, 'signed_up');
  }
  await world.absorb();
  const keys: string[] = [];
  for (const { id } of await world.enrolments()) {
    const next = await world.advance(id);
    if (next.kind !== 'deliver') throw new Error('nothing to deliver');
    await world.deliver(next.sendKey, keys.length === 0 ? { kind: 'refused', response: '550', suppress: false } : { kind: 'sent', response: '250' });
    keys.push(next.sendKey);
  }
  const at = world.clock.now();
  await storeMessageEvents(
    database.db,
    keys.map((sendKey) => ({ sendKey, act: 'bounced', at, machine: false, bounce: 'hard', source: 'mail', dedupKey: sendKey })),
  );
  expect(await countRollouts(database.db, ['welcome'])).toMatchObject([{ sent: 2, bounces: 2 }]);
});
