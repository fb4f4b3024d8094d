import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MailEvent } from '../../../../runtime/mail-events/mail-event.js';
import { createIngest } from '../../../../runtime/ingest/ingest-server.js';
import type { InboundSmtp } from '../../../../runtime/ingest/mail/inbound-smtp.js';
import { startInboundSmtp } from '../../../../runtime/ingest/mail/inbound-smtp.js';
import { createUnsubscribeTokens } from '../../../../runtime/ingest/mail/unsubscribe-token.js';
import { takeMailEvents } from '../../../../runtime/leads/mail/take-mail-events.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { bounce, complaint, key as exampleKey, reply } from '../../mail-events/mails.js';
import { useCluster } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, planOf, releaseOf, sendOf } from '../release-for-tests.js';

const open = useCluster();
let world: LeadWorld;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  const campaigns = ['one', 'two', 'three', 'four'].map((name) => planOf(name, [sendOf('hello')]));
  world = await createWorld(await open(), releaseOf(campaigns));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Ada has a mail of each campaign; the keys in their order. */
async function mailed(outcome?: Parameters<LeadWorld['deliver']>[1]): Promise<readonly string[]> {
  await world.identify('ada', { email: 'ada@ada.example' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  for (const { id } of await world.enrolments()) await world.advance(id);
  const claims = await world.rows<{ key: string }>('select key from claims order by campaign');
  for (const { key } of claims) await world.deliver(key, outcome);
  return claims.map(({ key }) => key);
}

const first = async (): Promise<string> => (await mailed())[0] ?? '';
const told = (sendKey: string, act: MailEvent['act'], more: Partial<MailEvent> = {}): MailEvent => ({
  sendKey,
  act,
  at: world.clock.now(),
  machine: false,
  source: 'test',
  dedupKey: `${act} ${sendKey}`,
  ...more,
});
const suppressions = () => world.rows('select reason from suppressions');
const said = async () =>
  (await world.rows<{ name: string }>("select name from events where source like 'mail-%' order by seq")).map(({ name }) => name);
const ofUs = (text: string, key: string) => text.replaceAll(exampleKey, key);

async function server() {
  const { desk, clock } = world;
  const take = (events: readonly MailEvent[]) => takeMailEvents(desk, events);
  const app = await createIngest({
    clock,
    writeKeys: ['a-write-key'],
    schema: () => ({ lead: {}, events: {} }),
    append: (items) => appendEvents(desk.db, items, clock.now()),
    unsubscribe: createUnsubscribeTokens('a secret'),
    mail: { take, apiKeys: ['an-api-key'] },
  });
  ends.push(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

const post = async (url: string, text: string, key = 'an-api-key') => {
  const reply = await fetch(`${url}/v1/inbound/mail`, { method: 'POST', body: text, headers: { authorization: `Bearer ${key}` } });
  return { status: reply.status, body: await reply.json() };
};

async function smtp(failing = false): Promise<InboundSmtp> {
  const take = async (events: readonly MailEvent[]) => {
    if (failing) throw new Error('connection refused');
    return takeMailEvents(world.desk, events);
  };
  const inbound = await startInboundSmtp({ host: '127.0.0.1', port: 0 }, { clock: world.clock, take, onError: () => {} });
  ends.push(() => inbound.stop());
  return inbound;
}

const send = ({ port }: InboundSmtp, raw: string, to: string) =>
  createTransport({ host: '127.0.0.1', port }).sendMail({ envelope: { from: '', to: [to] }, raw });

describe('a hard bounce', () => {
  test('by HTTP suppresses the address and is an event of the lead', async () => {
    const key = await first();
    const url = await server();
    expect(await post(url, ofUs(bounce(), key))).toEqual({ status: 200, body: { success: true, kind: 'bounce', known: true } });
    expect(await suppressions()).toEqual([{ reason: 'hard_bounce' }]);
    await world.absorb();
    expect(await world.rows("select name, properties from events where name = 'email_bounced'")).toEqual([
      { name: 'email_bounced', properties: { campaign: expect.any(String), step: 'hello', template: 'hello', topic: 'tips', bounce: 'hard' } },
    ]);
    expect(await world.rows("select act, bounce, machine from message_events")).toEqual([{ act: 'bounced', bounce: 'hard', machine: false }]);
    });

  test('by SMTP to the address of its message does the same', async () => {
    const key = await first();
    await send(await smtp(), bounce({ id: '<gone@mx.example>' }), `bounces+${key}@mail.northwind.example`);
    expect(await suppressions()).toEqual([{ reason: 'hard_bounce' }]);
    expect(await said()).toEqual(['email_bounced']);
  });

  test('comes again when the store was out of reach', async () => {
    await expect(send(await smtp(true), ofUs(bounce(), await first()), 'anna@northwind.example')).rejects.toMatchObject({ responseCode: 451 });
  });

  test('twice is once', async () => {
    const key = await first();
    const url = await server();
    await post(url, ofUs(bounce(), key));
    await post(url, ofUs(bounce(), key));
    expect(await said()).toEqual(['email_bounced']);
    expect(await world.rows("select code from decisions where code = 'suppressed'")).toHaveLength(1);
  });

  test('of an address that the lead no longer has leaves the new one alone', async () => {
    const key = await first();
    await world.identify('ada', { email: 'new@ada.example' });
    await world.absorb();
    await takeMailEvents(world.desk, [told(key, 'bounced', { bounce: 'hard' })]);
    const [row] = await world.rows<{ hit: boolean }>(
      "select address_hash = encode(sha256('new@ada.example'), 'hex') as hit from suppressions",
    );
    expect(row).toEqual({ hit: false });
  });
});

test('who is suppressed gets nothing that was decided before', async () => {
  const keys = await mailed({ kind: 'sent', response: 'ok' });
  await world.rows("update claims set state = 'claimed', settled_at = null where campaign = 'two'");
  await takeMailEvents(world.desk, [told(keys[0] ?? '', 'bounced', { bounce: 'hard' })]);
  const [two] = await world.rows<{ key: string }>("select key from claims where campaign = 'two'");
  expect((await world.claims.confirm(two?.key ?? '', 1)).kind).toBe('withdrawn');
});

describe('soft bounces', () => {
  const soft = (key: string) => takeMailEvents(world.desk, [told(key, 'bounced', { bounce: 'soft' })]);

  test('suppress at the third message', async () => {
    const [one = '', two = '', three = ''] = await mailed();
    await soft(one);
    await soft(one);
    await soft(two);
    expect(await suppressions()).toEqual([]);
    await soft(three);
    expect(await suppressions()).toEqual([{ reason: 'soft_bounces' }]);
  });

  test('do not, with a sign of life between them', async () => {
    const [one = '', two = '', three = '', four = ''] = await mailed();
    await soft(one);
    await soft(two);
    world.clock.moveTo(world.clock.now() + day);
    await takeMailEvents(world.desk, [told(three, 'clicked')]);
    world.clock.moveTo(world.clock.now() + day);
    await soft(four);
    expect(await suppressions()).toEqual([]);
  });

  test('do all the same, when it was a program that followed a link between them', async () => {
    const [one = '', two = '', three = '', four = ''] = await mailed();
    await soft(one);
    await soft(two);
    world.clock.moveTo(world.clock.now() + day);
    await takeMailEvents(world.desk, [told(three, 'clicked', { machine: true })]);
    await soft(four);
    expect(await suppressions()).toEqual([{ reason: 'soft_bounces' }]);
  });

  test('are those of one address: who has a new one begins anew', async () => {
    const [one = '', two = '', three = ''] = await mailed();
    await world.rows(`update claims set address_hash = 'of the former address' where key in ('${one}', '${two}')`);
    for (const key of [one, two, three]) await soft(key);
    expect(await suppressions()).toEqual([]);
  });

  test('do not, when they are more than 30 days apart', async () => {
    const [one = '', two = '', three = ''] = await mailed();
    await soft(one);
    world.clock.moveTo(world.clock.now() + 31 * day);
    await soft(two);
    await soft(three);
    expect(await suppressions()).toEqual([]);
  });

  test('by policy never do', async () => {
    for (const key of await mailed()) await takeMailEvents(world.desk, [told(key, 'bounced', { bounce: 'policy' })]);
    expect(await suppressions()).toEqual([]);
  });
});

test('a complaint suppresses, and withdraws consent to everything', async () => {
  const key = await first();
  await post(await server(), ofUs(complaint(), key));
  await world.absorb();
  expect(await suppressions()).toEqual([{ reason: 'complaint' }]);
  expect(await said()).toEqual(['email_complained', 'unsubscribed']);
  expect(await world.rows('select topic, granted from consents order by 1')).toEqual([
    { topic: '*', granted: false },
    { topic: 'tips', granted: false },
  ]);
});

test('an answer is an event of the lead, and an absence note is none', async () => {
  const key = await first();
  const url = await server();
  expect((await post(url, ofUs(reply(['Auto-Submitted: auto-replied']), key))).body).toEqual({ success: true, kind: 'auto-reply', known: false });
  expect(await said()).toEqual([]);
  expect((await post(url, ofUs(reply(), key))).body).toEqual({ success: true, kind: 'reply', known: true });
  expect(await said()).toEqual(['email_replied']);
});

test('what a program did is kept and is no event of the lead', async () => {
  const key = await first();
  await takeMailEvents(world.desk, [told(key, 'clicked', { machine: true, link: 'https://northwind.example/' })]);
  expect(await world.rows('select act, machine from message_events')).toEqual([{ act: 'clicked', machine: true }]);
  expect(await said()).toEqual([]);
});

describe('a send of which nobody knew', () => {
  const unknown = { kind: 'unknown', response: 'the connection broke' } as const;
  test.each([
    ['delivered', 'sent'],
    ['clicked', 'sent'],
    ['bounced', 'refused'],
  ] as const)('is settled once it is told of as %s', async (act, state) => {
    const [key = ''] = await mailed(unknown);
    await takeMailEvents(world.desk, [told(key, act)]);
    expect(await world.rows(`select state from claims where key = '${key}'`)).toEqual([{ state }]);
  });
});

test('a call that broke off is mended by the same call', async () => {
  const key = await first();
  const event = told(key, 'complained');
  // All that the first call came to: the act is known.
  await takeMailEvents(world.desk, [event]);
  await world.rows("delete from suppressions; delete from lead_inbox; delete from event_dedup where source = 'mail-test'; delete from events where source = 'mail-test'");
  await takeMailEvents(world.desk, [event]);
  expect(await suppressions()).toEqual([{ reason: 'complaint' }]);
  expect(await said()).toEqual(['email_complained', 'unsubscribed']);
});

test('what names no message of ours, or one of an erased person, is left out', async () => {
  const key = await first();
  expect(await takeMailEvents(world.desk, [told('f'.repeat(40), 'clicked')])).toBe(0);
  await world.rows("update leads set user_id = 'erased:1', attributes = '{}'");
  expect(await takeMailEvents(world.desk, [told(key, 'clicked')])).toBe(0);
});

test('without an API key nothing is taken', async () => {
  const url = await server();
  expect((await post(url, bounce(), 'a-write-key')).status).toBe(401);
  expect((await post(url, '')).status).toBe(400);
});
