import { beforeEach, expect, test } from 'vitest';
import { standOf } from '../../../runtime/store/reports/stand.js';
import { summarise } from '../../../runtime/store/reports/summary.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { accepted, createWorld } from './lead-world.js';
import { attributeIs, hour, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

async function worldWithClaim(unsure: 'skip' | 'repeat' = 'skip'): Promise<{ world: LeadWorld; id: string; sendKey: string }> {
  const plan = planOf('welcome', [sendOf('hello', { unsure })], {
    leave: [{ kind: 'on', event: 'bought' }],
    events: ['bought'],
  });
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { email: 'Ada@Example.com' });
  await world.say('ada', 'signed_up', { plan: 'trial' });
  await world.absorb();
  const [enrolment] = await world.enrolments();
  const id = enrolment?.id ?? '';
  const next = await world.advance(id);
  if (next.kind !== 'deliver') throw new Error(`nothing to deliver: ${next.kind}`);
  return { world, id, sendKey: next.sendKey };
}

test('a claim carries all that rendering needs, under a Message-ID of its own', async () => {
  const { world, sendKey } = await worldWithClaim();
  const confirmed = await world.claims.confirm(sendKey, 1);
  expect(confirmed).toMatchObject({
    kind: 'ready',
    mail: {
      messageId: `<${sendKey}@northwind.example>`,
      content: { template: 'hello' },
      topic: 'tips',
      leadUserId: 'ada',
      attributes: { email: 'Ada@Example.com' },
      entry: { name: 'signed_up', properties: { plan: 'trial' } },
    },
  });
});

test('a lead that is handed over and settled goes on to its end, and then all is at rest', async () => {
  const { world, id, sendKey } = await worldWithClaim();
  expect(await isAtRest(world)).toBe(false);
  expect(await world.deliver(sendKey)).toBe('handed over');
  await world.rows('delete from outbox');
  expect(await isAtRest(world)).toBe(false);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'finished' });
  expect(await isAtRest(world)).toBe(true);
  expect(await world.claims.confirm(sendKey, 1)).toEqual({ kind: 'settled' });
  expect(await summarise(database.db)).toMatchObject({
    campaigns: [{ campaign: 'welcome', entered: 1, inside: 0, sent: 1, finished: 1 }],
    duplicates: [],
  });
});

async function isAtRest(world: LeadWorld): Promise<boolean> {
  const leads = await world.rows<{ id: number }>('select id from leads');
  const { atRest } = await standOf(database.db, leads.map(({ id }) => id), 10);
  return atRest.length === leads.length;
}

test('only the attempt that was taken last may pass the point of no return', async () => {
  const { world, sendKey } = await worldWithClaim();
  const first = await world.claims.confirm(sendKey, 1);
  const second = await world.claims.confirm(sendKey, 1);
  if (first.kind !== 'ready' || second.kind !== 'ready') throw new Error('not ready');
  await expect(world.claims.underWay(first.attempt, 'what was said')).rejects.toThrow('another attempt');
  await world.claims.underWay(second.attempt, 'what was said');
  await world.claims.settle(first.attempt, { kind: 'refused', response: '550', suppress: 'no_mailbox' });
  expect(await world.rows('select state from claims')).toEqual([{ state: 'under_way' }]);
  await world.claims.settle(second.attempt, accepted);
  await world.claims.settle(second.attempt, { kind: 'unknown', response: '' });
  expect(await world.rows('select state, response, rendered_hash from claims')).toEqual([
    { state: 'sent', response: '250 ok', rendered_hash: 'what was said' },
  ]);
  expect(await world.rows("select code from decisions where code in ('sent', 'unknown', 'refused')")).toEqual([
    { code: 'sent' },
  ]);
});

test('what is unknown may still turn out to be sent', async () => {
  const { world, sendKey } = await worldWithClaim();
  const confirmed = await world.claims.confirm(sendKey, 1);
  if (confirmed.kind !== 'ready') throw new Error('not ready');
  await world.claims.underWay(confirmed.attempt, 'what was said');
  // A retry finds the message under way and can learn nothing.
  const retry = await world.claims.confirm(sendKey, 1);
  if (retry.kind !== 'under_way') throw new Error('not under way');
  await world.claims.settle(retry.attempt, { kind: 'unknown', response: 'nobody knows' });
  expect(await world.rows('select state from claims')).toEqual([{ state: 'unknown' }]);
  await world.claims.settle(confirmed.attempt, accepted);
  expect(await world.rows('select state from claims')).toEqual([{ state: 'sent' }]);
});

test('where the author says "repeat", an unknown message is claimed again under the same Message-ID', async () => {
  const { world, id, sendKey } = await worldWithClaim('repeat');
  const ids = new Set<string>();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const confirmed = await world.claims.confirm(sendKey, 1);
    if (confirmed.kind !== 'ready') throw new Error('not ready');
    ids.add(confirmed.mail.messageId);
    await world.claims.underWay(confirmed.attempt, 'what was said');
    await world.claims.settle(confirmed.attempt, { kind: 'unknown', response: 'no answer' });
    if (attempt < 5) expect(await world.advance(id)).toMatchObject({ kind: 'deliver', sendKey });
  }
  expect(ids.size).toBe(1);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'finished' });
});

test('what failed before the point of no return can be tried again', async () => {
  const { world, sendKey } = await worldWithClaim();
  const first = await world.claims.confirm(sendKey, 1);
  if (first.kind !== 'ready') throw new Error('not ready');
  await world.claims.release(first.attempt);
  expect(await world.deliver(sendKey)).toBe('handed over');
});

test('a refusal of the address suppresses it, for every campaign and however it is written', async () => {
  const { world, sendKey } = await worldWithClaim();
  await world.deliver(sendKey, { kind: 'refused', response: '550 no such user', suppress: 'no_mailbox' });
  world.clock.moveTo(start + hour);
  await world.identify('bob', { email: 'ADA@example.com' });
  await world.say('bob', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments()).at(-1)?.id ?? '';
  await world.advance(id);
  expect(await world.rows("select detail from decisions where code = 'skipped'")).toEqual([{ detail: 'suppressed' }]);
  expect(await world.rows('select reason, at from suppressions')).toEqual([{ reason: 'no_mailbox', at: start }]);
});

/** A lead whose message stands at the final dot, in a campaign that a change of the cart ends and begins. */
async function worldAtFinalDot(unsure: 'skip' | 'repeat' = 'skip') {
  const plan = planOf('cart', [sendOf('hello', { unsure }), sendOf('more')], {
    enter: [{ event: 'cart_changed', again: { kind: 'always' } }],
    leave: [
      { kind: 'on', event: 'cart_changed' },
      { kind: 'when', when: attributeIs('plan', 'pro') },
    ],
    events: ['cart_changed'],
    attributes: ['plan'],
  });
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'cart_changed');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  const claimed = await world.advance(id);
  if (claimed.kind !== 'deliver') throw new Error('nothing to deliver');
  const confirmed = await world.claims.confirm(claimed.sendKey, 1);
  if (confirmed.kind !== 'ready') throw new Error('not ready');
  await world.claims.underWay(confirmed.attempt, 'what was said');
  world.clock.moveTo(start + hour);
  return { world, id, sendKey: claimed.sendKey, attempt: confirmed.attempt };
}

test('an event that comes at the final dot ends the enrolment and begins the next', async () => {
  const { world, id, sendKey, attempt } = await worldAtFinalDot();
  await world.say('ada', 'cart_changed');
  await world.absorb();
  expect(await world.enrolments()).toMatchObject([{ ending: null, step: 'hello' }, { ending: null, awake: true }]);
  // Asked again meanwhile, by a run that lost its answer, nothing is decided twice.
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver', sendKey });
  await world.claims.settle(attempt, accepted);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'left' });
  const told = await world.rows<{ code: string }>("select code from decisions where code <> 'waiting' order by id");
  expect(told.map(({ code }) => code)).toEqual(['entered', 'claimed', 'left', 'entered', 'sent']);
  expect(await world.rows('select state from claims')).toEqual([{ state: 'sent' }]);
  // From then on it is like any other: inside, and ended by the next change.
  world.clock.moveTo(start + 2 * hour);
  await world.say('ada', 'cart_changed');
  await world.absorb();
  expect((await world.enrolments()).map(({ ending }) => ending)).toEqual(['left', 'left', null]);
});

test.each([
  ['is tried again', 'skip', (world: LeadWorld, attempt: string) => world.claims.release(attempt)],
  ['is not known to have left', 'repeat', (world: LeadWorld, attempt: string) => world.claims.settle(attempt, { kind: 'unknown', response: '' })],
] as const)('what was over at the final dot stays over where the message %s, also when its cause is gone', async (_how, unsure, turn) => {
  const { world, id, sendKey, attempt } = await worldAtFinalDot(unsure);
  await world.identify('ada', { plan: 'pro' });
  await world.absorb();
  await world.identify('ada', { plan: 'trial' });
  await world.absorb();
  await turn(world, attempt);
  if (unsure === 'skip') expect(await world.deliver(sendKey)).toBe('not');
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'left' });
  expect(await world.rows('select state from claims')).toEqual([{ state: 'withdrawn' }]);
  expect(await world.rows("select code from decisions where code = 'left'")).toHaveLength(1);
});

test('a message that was withdrawn can be claimed again under the same key', async () => {
  const hours = { business: { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, until: 17 * 60 } } as const;
  const email = { class: 'marketing', topic: 'tips', from: 'us', hours: 'business' } as const;
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello', { email })])], workspaceWith({ hours })));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  const claimed = await world.advance(id);
  if (claimed.kind !== 'deliver') throw new Error('nothing to deliver');
  // It waited in its queue until the evening.
  world.clock.moveTo(start + 8 * hour);
  expect(await world.deliver(claimed.sendKey)).toBe('not');
  expect(await world.advance(id)).toMatchObject({ kind: 'wait' });
  world.clock.moveTo((await world.enrolments())[0]?.resting_until ?? 0);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver', sendKey: claimed.sendKey });
  expect(await world.deliver(claimed.sendKey)).toBe('handed over');
});

test('a run of an old epoch drives nothing', async () => {
  const { world, id, sendKey } = await worldWithClaim();
  await world.rows('update enrolments set epoch = 2');
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'gone' });
  expect(await world.claims.confirm(sendKey, 1)).toEqual({ kind: 'withdrawn' });
  expect(await world.claims.confirm(sendKey, 2)).toMatchObject({ kind: 'ready' });
});

test('an enrolment that nobody knows ends its run', async () => {
  const { world } = await worldWithClaim();
  expect(await world.advance('0b1f0f3e-0000-4000-8000-000000000000')).toEqual({ kind: 'end', ending: 'gone' });
  expect(await world.advance('no id')).toEqual({ kind: 'end', ending: 'gone' });
});
