import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIngest } from '../../../../runtime/ingest/ingest-server.js';
import { createConfirmTokens } from '../../../../runtime/ingest/mail/confirm-token.js';
import { createUnsubscribeTokens } from '../../../../runtime/ingest/mail/unsubscribe-token.js';
import { renderClaims } from '../../../../runtime/service/render-claims.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { useCluster } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, minute, planOf, releaseOf, sendOf, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
const tokens = createConfirmTokens('a secret');
const workspace = workspaceWith({
  topics: { letter: { title: 'Letter', opt: 'double' }, tips: { title: 'Product tips', opt: 'out' } },
});
const asking = planOf('asking', [sendOf('please-confirm', { email: { class: 'transactional', from: 'us' } })], {
  enter: [{ event: 'subscribed', again: { kind: 'never' } }],
});
const letters = planOf('letters', [sendOf('letter', { email: { class: 'marketing', topic: 'letter', from: 'us' } })]);

const ends: (() => Promise<void>)[] = [];
let world: LeadWorld;
let url = '';
beforeEach(async () => {
  world = await createWorld(await open(), releaseOf([asking, letters], workspace));
  const { desk, clock } = world;
  const app = await createIngest({
    clock,
    writeKeys: ['a-write-key'],
    schema: () => workspace.schema,
    append: (items) => appendEvents(desk.db, items, clock.now()),
    unsubscribe: createUnsubscribeTokens('a secret'),
    confirm: { tokens, titleOf: (topic) => workspace.topics[topic]?.title, salt: 'a secret' },
  });
  ends.push(() => app.close());
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  await world.identify('ada', { email: 'ada@ada.example' });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const link = (topics: readonly string[] = ['letter'], askedAt = world.clock.now()) =>
  `${url}/confirm/${tokens.make({ userId: 'ada', topics, askedAt, text: 'hash-of-the-text' })}`;
const press = async (address: string) => (await fetch(address, { method: 'POST' })).status;
const consents = () => world.rows('select topic, granted, evidence from consents order by 1');

async function letterLeaves(): Promise<boolean> {
  await world.say('ada', 'signed_up');
  await world.absorb();
  for (const { id } of await world.enrolments('letters')) await world.advance(id);
  return (await world.rows("select 1 from claims where campaign = 'letters'")).length > 0;
}

test('asked for and not confirmed is no consent', async () => {
  await world.say('ada', 'subscribed', { topic: 'letter' });
  await world.absorb();
  expect(await consents()).toEqual([]);
  expect(await letterLeaves()).toBe(false);
});

test('a yes to everything leaves out what has to be confirmed', async () => {
  await world.say('ada', 'subscribed');
  await world.absorb();
  expect(await consents()).toMatchObject([{ topic: 'tips', granted: true }]);
});

test('the button confirms, and the proof is kept', async () => {
  await world.say('ada', 'subscribed', { topic: 'letter' });
  await world.absorb();
  const askedAt = world.clock.now();
  const address = link();
  world.clock.moveTo(askedAt + minute);
  expect(await press(address)).toBe(200);
  await world.absorb();
  expect(await consents()).toEqual([
    {
      topic: 'letter',
      granted: true,
      evidence: { asked_at: askedAt, confirmed_at: askedAt + minute, text: 'hash-of-the-text', from: expect.stringMatching(/^[0-9a-f]{32}$/) },
    },
  ]);
  expect(await letterLeaves()).toBe(true);
});

test('a look at the page changes nothing', async () => {
  const html = await (await fetch(link())).text();
  expect(html).toContain('<strong>Letter</strong>');
  await world.absorb();
  expect(await consents()).toEqual([]);
});

test('pressed twice is once, and after an objection the old link brings nothing back', async () => {
  const address = link();
  expect(await press(address)).toBe(200);
  expect(await press(address)).toBe(200);
  await world.say('ada', 'unsubscribed', { topic: 'letter' });
  await world.absorb();
  world.clock.moveTo(world.clock.now() + minute);
  await press(address);
  await world.absorb();
  expect(await consents()).toMatchObject([{ topic: 'letter', granted: false, evidence: null }]);
});

test('after a week the link is too old', async () => {
  const address = link();
  world.clock.moveTo(world.clock.now() + 7 * day + 1);
  expect((await fetch(address)).status).toBe(410);
  expect(await press(address)).toBe(410);
  await world.absorb();
  expect(await consents()).toEqual([]);
});

describe('nobody else can confirm', () => {
  test.each([
    ['a link that is not ours', () => `${url}/confirm/nonsense`],
    ['the link of unsubscribing', () => `${url}/confirm/${createUnsubscribeTokens('a secret').make('ada', 'letter')}`],
    ['a topic that is gone', () => link(['gone'])],
  ])('%s is not valid', async (_which, address) => {
    expect((await fetch(address())).status).toBe(404);
    expect(await press(address())).toBe(404);
  });

  test('an application says what was asked for, never that it was confirmed', async () => {
    const reply = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('a-write-key:').toString('base64')}` },
      body: JSON.stringify({ userId: 'ada', event: 'subscribed', properties: { topic: 'letter', confirmed: true, evidence: {} } }),
    });
    expect(reply.status).toBe(200);
    await world.absorb();
    expect(await consents()).toEqual([]);
  });
});

test('the mail that asks has the link, of the topic that was asked for', async () => {
  await world.say('ada', 'subscribed', { topic: 'letter' });
  await world.absorb();
  for (const { id } of await world.enrolments('asking')) await world.advance(id);
  const [claim] = await world.rows<{ key: string }>('select key from claims');
  const asked: unknown[] = [];
  const claims = renderClaims(world.claims, {
    unsubscribe: () => 'https://mail.example/u',
    confirm: (what) => {
      asked.push(what);
      return 'https://mail.example/confirm';
    },
  });
  expect((await claims.confirm(claim?.key ?? '', 1)).kind).toBe('ready');
  expect(asked).toEqual([{ userId: 'ada', topics: ['letter'], askedAt: world.clock.now(), text: expect.any(String) }]);
});
