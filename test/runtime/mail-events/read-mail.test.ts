import { describe, expect, test } from 'vitest';
import { bounceClassOf } from '../../../runtime/mail-events/bounce-class.js';
import { readMail } from '../../../runtime/mail-events/read-mail.js';
import { bounceAddress, sendKeyOfBounceAddress } from '../../../runtime/mail-events/send-key.js';
import { bounce, complaint, key, ourId, reply } from './mails.js';

const noon = Date.UTC(2026, 2, 2, 12);
const read = (text: string, to: readonly string[] = [], from?: string) =>
  readMail(Buffer.from(text), { to, receivedAt: noon, ...(from === undefined ? {} : { from }) });

describe('a bounce', () => {
  test('names the message by the Message-ID that comes back', async () => {
    expect(await read(bounce())).toMatchObject({
      kind: 'bounce',
      events: [{ sendKey: key, act: 'bounced', bounce: 'hard', at: noon, machine: false, source: 'mail' }],
    });
  });

  test('names it by the address it comes to, where the message did not come back', async () => {
    const to = bounceAddress('bounces@mail.northwind.example', ourId);
    const { events } = await read(bounce({ id: '<gone@mx.example>' }), [to.toUpperCase()], '');
    expect(events).toMatchObject([{ sendKey: key, bounce: 'hard' }]);
    expect(sendKeyOfBounceAddress(to)).toBe(key);
    // RFC 5321: 64 characters before the @.
    expect(to.indexOf('@')).toBeLessThanOrEqual(64);
  });

  test('that is only late is none', async () => {
    expect(await read(bounce({ action: 'delayed', status: '4.4.1' }))).toEqual({ kind: 'other', events: [] });
  });

  test('with a status that says nothing is read by its words', async () => {
    const { events } = await read(bounce({ status: '5.0.0', diagnostic: '550 5.1.1 <ada@ada.example>: unknown user' }));
    expect(events).toMatchObject([{ bounce: 'hard' }]);
  });

  test('is the same one when it comes twice', async () => {
    const [first] = (await read(bounce())).events;
    const [second] = (await read(bounce(), ['anna@northwind.example'], '')).events;
    expect(second?.dedupKey).toBe(first?.dedupKey);
  });
});

test.each([
  ['5.1.1', 'hard'],
  ['5.1.2', 'hard'],
  ['5.1.10', 'hard'],
  ['5.1.8', 'policy'],
  ['5.2.1', 'hard'],
  ['5.2.2', 'soft'],
  ['5.4.4', 'soft'],
  ['5.7.1', 'policy'],
  ['5.7.515', 'policy'],
  ['4.2.2', 'soft'],
  ['2.0.0', undefined],
  ['nonsense', undefined],
] as const)('a status of %s is a bounce of the class %s', (status, wanted) => {
  expect(bounceClassOf(status)).toBe(wanted);
});

describe('a complaint', () => {
  test('names the message although the recipient is hidden', async () => {
    expect(await read(complaint())).toMatchObject({ kind: 'complaint', events: [{ sendKey: key, act: 'complained' }] });
  });

  test('that says the mail was wanted is none', async () => {
    expect(await read(complaint('not-spam'))).toEqual({ kind: 'other', events: [] });
  });
});

describe('an answer', () => {
  test('of a person counts', async () => {
    expect(await read(reply(), [], 'ada@ada.example')).toMatchObject({ kind: 'reply', events: [{ sendKey: key, act: 'replied' }] });
  });

  test.each([
    ['RFC 3834 says so', reply(['Auto-Submitted: auto-replied'])],
    ['an absence note of Exchange', reply(['X-Auto-Response-Suppress: All'])],
    ['its precedence', reply(['Precedence: bulk'])],
    ['its subject', reply([], { subject: 'Out of Office: Hello' })],
    ['it has no sender', reply(['Return-Path: <>'])],
  ])('of a program does not: %s', async (_why, text) => {
    expect(await read(text)).toEqual({ kind: 'auto-reply', events: [] });
  });

  test('without a sender in its envelope is of a program', async () => {
    expect(await read(reply(), [], '')).toEqual({ kind: 'auto-reply', events: [] });
  });

  test('"Auto-Submitted: no" is a person', async () => {
    expect((await read(reply(['Auto-Submitted: no']))).kind).toBe('reply');
  });

  test('of a colleague within the conversation is none of the lead', async () => {
    expect((await read(reply([], { from: 'Anna <anna@northwind.example>' }))).events).toEqual([]);
  });

  test('to a mail of somebody else is none', async () => {
    expect((await read(reply().replace(ourId, '<another@mail.example>'))).events).toEqual([]);
  });
});

test.each([['nothing', ''], ['noise', '\u0000\u0001\r\n\r\n--'], ['a report cut short', bounce().slice(0, 400)]])('%s is no news', async (_what, text) => {
  expect((await read(text)).events).toEqual([]);
});
