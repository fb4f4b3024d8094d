import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allKinds } from '../../../runtime/channels/all-kinds.js';
import type { OutgoingMail } from '../../../runtime/channels/channel.js';
import { TryLater } from '../../../runtime/channels/channel.js';
import { isPrivateAddress } from '../../../runtime/channels/web/private-address.js';
import type { WebSettings } from '../../../runtime/channels/web/web.channel.js';
import { exampleMail, testChannel } from './channel-conformance.js';
import type { WebPeer } from './web-peer.js';
import { startWebPeer } from './web-peer.js';

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, truly').toString('base64')}`;

function channelOf(kind: string, peer: WebPeer, changes: Partial<WebSettings> = {}) {
  const create = allKinds[kind];
  if (create === undefined) throw new Error(`no kind ${kind}`);
  return create({ url: peer.url, allowPrivate: true, deadlineMs: 600, lookup: peer.lookup, secret, ...changes });
}

for (const kind of Object.keys(allKinds)) {
  testChannel(kind, async () => {
    const peer = await startWebPeer();
    return {
      channel: channelOf(kind, peer),
      behave: (behaviour) => peer.behave(behaviour),
      accepted: () => peer.taken.length,
      stop: () => peer.stop(),
      knowsRecipients: false,
    };
  });
}

let peer: WebPeer;
beforeEach(async () => {
  peer = await startWebPeer();
});
afterEach(() => peer.stop());

const settled = async (): Promise<void> => {};
const about = { userId: 'u-17', campaign: 'welcome', step: 'hello' };

async function post(kind: string, mail: Partial<OutgoingMail> = {}, changes: Partial<WebSettings> = {}) {
  await channelOf(kind, peer, changes).deliver({ ...exampleMail, about, ...mail }, settled);
  const [taken] = peer.taken;
  if (taken === undefined) throw new Error('nothing was taken');
  return { ...taken, json: JSON.parse(taken.body) };
}

describe('what is posted', () => {
  test('is signed as Standard Webhooks says, under an id that every attempt shares', async () => {
    const { headers, body } = await post('webhook');
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret).verify(body, signed)).toEqual(JSON.parse(body));
    expect([headers['webhook-id'], headers['idempotency-key']]).toEqual(['4f1c', '4f1c']);
    expect(() => new Webhook(secret).verify(`${body} `, signed)).toThrow();
  });

  test('is signed with a secret that is not base64 as well', async () => {
    const plain = 'sesame open, sesame open, sesame open';
    const { headers, body } = await post('webhook', {}, { secret: plain });
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(plain, { format: 'raw' }).verify(body, signed)).toBeDefined();
  });

  test('to an application is the whole message and what it is about', async () => {
    expect((await post('webhook', { date: 0 })).json).toEqual({
      type: 'message.created',
      timestamp: '1970-01-01T00:00:00.000Z',
      data: {
        id: '4f1c',
        user_id: 'u-17',
        campaign: 'welcome',
        step: 'hello',
        to: 'ada@example.com',
        subject: 'Welcome',
        text: 'Hello Ada',
        html: '<p>Hello Ada</p>',
        unsubscribe_url: 'https://northwind.example/u/token',
      },
    });
  });

  test('to a room is a line in which no name can wake anybody', async () => {
    expect((await post('slack', { text: 'Ada <!channel> & Co' })).json).toEqual({ text: 'Ada &lt;!channel&gt; &amp; Co' });
  });

  test('to a phone is a text', async () => {
    expect((await post('sms', { to: '+49 40 1' })).json).toEqual({ id: '4f1c', to: '+49 40 1', text: 'Hello Ada' });
  });

  test('to a CRM is the task, and where it is answered', async () => {
    const task = { assignee: 'anna', dueAt: 0, outcomes: ['qualified', 'never'], answerTo: 'https://northwind.example/v1/tasks/4f1c/outcome' };
    expect((await post('task', { messageId: '4f1c', to: 'sdr', subject: 'Call', task })).json).toEqual({
      type: 'task.created',
      data: {
        id: '4f1c',
        team: 'sdr',
        title: 'Call',
        user_id: 'u-17',
        campaign: 'welcome',
        task: 'hello',
        assignee: 'anna',
        due_at: '1970-01-01T00:00:00.000Z',
        outcomes: ['qualified', 'never'],
        answer_to: 'https://northwind.example/v1/tasks/4f1c/outcome',
      },
    });
  });
});

describe('an answer', () => {
  const deliver = () => channelOf('webhook', peer).deliver(exampleMail, settled);

  test.each([200, 201, 202, 204, 299])('%i has taken it', async (status) => {
    peer.answer(status);
    expect(await deliver()).toEqual({ kind: 'sent', response: `HTTP ${status}` });
  });

  test.each([400, 401, 403, 404, 410, 422])('%i never will', async (status) => {
    peer.answer(status);
    expect(await deliver()).toEqual({ kind: 'refused', response: `HTTP ${status}`, suppress: false });
  });

  test.each([408, 425, 429, 500, 502, 503, 504])('%i may later', async (status) => {
    peer.answer(status);
    await expect(deliver()).rejects.toThrow(`HTTP ${status}`);
  });

  test.each([
    ['30', 30_000],
    [new Date(Date.UTC(2026, 2, 2, 12, 1)).toUTCString(), 60_000],
    ['864000', 86_400_000],
    ['-1', undefined],
    ['soon', undefined],
  ])('that says Retry-After: %s is asked again then', async (retryAfter, afterMs) => {
    peer.answer(429, { 'retry-after': retryAfter });
    const error = await channelOf('webhook', peer, { now: () => Date.UTC(2026, 2, 2, 12) }).deliver(exampleMail, settled).catch((reason: unknown) => reason);
    expect(error instanceof TryLater ? error.afterMs : undefined).toBe(afterMs);
  });

  test.each([301, 302, 307, 308])('%i leads nowhere else', async (status) => {
    const other = await startWebPeer();
    peer.answer(status, { location: `http://127.0.0.1:${other.port}/` });
    expect(await deliver()).toMatchObject({ kind: 'refused', response: `HTTP ${status}` });
    expect(other.asked).toEqual([]);
    await other.stop();
  });
});

describe('servers of our own network', () => {
  test('are not posted to unless the channel says so, by address or by name', async () => {
    const refusal = (url: string) => channelOf('webhook', peer, { url, allowPrivate: false }).deliver(exampleMail, settled);
    for (const host of ['127.0.0.1', '[::1]', 'peer.test', '0x7f.1']) {
      await expect(refusal(`https://${host}:${peer.port}/`), host).rejects.toThrow('the address is of a private network');
    }
    for (const url of [peer.url, 'file:///etc/passwd']) await expect(refusal(url)).rejects.toThrow('has to begin with https://');
    await expect(refusal('no address')).rejects.toThrow('is not one');
    expect(peer.asked).toEqual([]);
  });

  test.each(['10.1.2.3', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', 'nonsense'])('%s is one', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is none', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
