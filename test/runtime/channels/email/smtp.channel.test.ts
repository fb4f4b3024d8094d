import PostalMime from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';
import type { OutgoingMail } from '../../../../runtime/channels/channel.js';
import { createSmtpChannel } from '../../../../runtime/channels/email/smtp.channel.js';
import { exampleMail, testChannel } from '../channel-conformance.js';
import type { Behaviour } from '../channel-conformance.js';
import { startScriptedSmtpPeer } from '../scripted-smtp-peer.js';
import type { PeerOptions, Script } from '../scripted-smtp-peer.js';

const scripts: Readonly<Record<Behaviour, Script>> = {
  accept: {},
  'refuse-recipient': { rcpt: { kind: 'reply', text: '550 5.1.1 <ada@example.com>: no such user' } },
  'refuse-message': { dot: { kind: 'reply', text: '554 5.7.1 message for ada@example.com looks like spam' } },
  defer: { rcpt: { kind: 'reply', text: '451 4.7.1 <ada@example.com>: greylisted' } },
  'hang-before': { data: { kind: 'stall' } },
  'cut-before': { data: { kind: 'cut' } },
  'accept-and-cut': { dot: { kind: 'take-and-cut' } },
  'accept-and-hang': { dot: { kind: 'take-and-stall' } },
};

for (const pipelining of [true, false]) {
  testChannel(`SMTP ${pipelining ? 'with' : 'without'} pipelining`, async () => {
    const { peer, channel } = await openChannel({}, { pipelining });
    return {
      channel,
      behave: (behaviour) => peer.play(scripts[behaviour]),
      accepted: () => peer.taken.length,
      stop: () => peer.stop(),
    };
  });
}

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function openChannel(script: Script = {}, options: PeerOptions = {}, connections = 5) {
  const peer = await startScriptedSmtpPeer(script, options);
  const channel = createSmtpChannel({ host: '127.0.0.1', port: peer.port, deadlineMs: 600, connections });
  opened.push({
    async close() {
      await channel.close();
      await peer.stop();
    },
  });
  return { peer, channel };
}

const settled = async (): Promise<void> => {};

/** Some turns of the event loop: anything that could be sent would have been. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the point of no return', () => {
  test.each([
    ['a short message', 'short'],
    ['a message of many segments', `<p>${'long and dull. '.repeat(40_000)}</p>`],
  ])('of %s is the final dot: all content before underWay, the dot only after', async (_name, html) => {
    const { peer, channel } = await openChannel();
    const mail: OutgoingMail = { ...exampleMail, html };
    const outcome = await channel.deliver(mail, async () => {
      // The closing boundary is the last line of the content.
      await peer.whenSent('client', '-Part_1--');
      await turns();
      peer.note('under way');
    });
    expect(outcome).toEqual({ kind: 'sent', response: '250 2.0.0 taken' });
    const note = peer.wire.findIndex((entry) => entry.from === 'test');
    const sentOf = (entries: typeof peer.wire): string =>
      entries.filter((entry) => entry.from === 'client').map((entry) => entry.text).join('');
    const before = sentOf(peer.wire.slice(0, note));
    const after = sentOf(peer.wire.slice(note));
    expect(peer.wire.slice(0, note)).toContainEqual({ connection: 1, from: 'peer', text: '354 go on' });
    expect(before).toMatch(/-Part_1--\r\n$/);
    expect(before).not.toContain('\r\n.\r\n');
    expect(after).toBe('.\r\n');
  });

  test('is not passed when the connection dies while underWay is pending', async () => {
    const { peer, channel } = await openChannel();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const delivery = channel.deliver(exampleMail, async () => {
      await peer.whenSent('client', '-Part_1--');
      void peer.dropConnections();
      await held;
    });
    await expect(delivery).rejects.toThrow('nothing was handed over');
    release();
    await turns();
    expect(peer.taken).toHaveLength(0);
  });

  test('is not passed by an underWay that resolves after the deadline', async () => {
    const { peer, channel } = await openChannel();
    let release = (): void => {};
    const delivery = channel.deliver(
      exampleMail,
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    await expect(delivery).rejects.toThrow('took too long');
    release();
    await turns();
    expect(peer.taken).toHaveLength(0);
    expect(peer.wire.map((entry) => entry.text).join('')).not.toContain('\r\n.\r\n');
  });

  test('is not passed when the connection is cut in the middle of the content', async () => {
    const { peer, channel } = await openChannel({ content: { kind: 'cut' } });
    await expect(channel.deliver(exampleMail, () => new Promise(() => {}))).rejects.toThrow('Connection closed');
    expect(peer.taken).toHaveLength(0);
  });

  test('is not passed when the server answers before the end', async () => {
    const { peer, channel } = await openChannel({ content: { kind: 'reply', text: '250 2.0.0 eager' } });
    await expect(channel.deliver(exampleMail, () => new Promise(() => {}))).rejects.toThrow('before the end');
    expect(peer.taken).toHaveLength(0);
  });
});

describe('what the server says', () => {
  const cases: readonly [string, Script, object | 'thrown'][] = [
    ['550 5.7.1 at RCPT is policy, not a missing mailbox', { rcpt: { kind: 'reply', text: '550 5.7.1 blocked, user unknown to us' } }, { kind: 'refused', suppress: false }],
    ['a bare 550 with fitting words is a missing mailbox', { rcpt: { kind: 'reply', text: '550 no such user here' } }, { kind: 'refused', suppress: 'no_mailbox' }],
    ['a bare 550 without them is not', { rcpt: { kind: 'reply', text: '550 rejected' } }, { kind: 'refused', suppress: false }],
    ['5.1.8 at RCPT means the sender', { rcpt: { kind: 'reply', text: '550 5.1.8 sender domain not found' } }, { kind: 'refused', suppress: false }],
    ['552 5.2.2 is a full mailbox', { rcpt: { kind: 'reply', text: '552 5.2.2 mailbox full' } }, { kind: 'refused', suppress: false }],
    ['5xx at MAIL refuses the message', { mail: { kind: 'reply', text: '550 5.1.1 not you' } }, { kind: 'refused', suppress: false }],
    ['5xx at DATA refuses the message', { data: { kind: 'reply', text: '554 5.5.0 no' } }, { kind: 'refused', suppress: false }],
    ['530 asks for a login: ours to mend', { mail: { kind: 'reply', text: '530 5.7.0 log in first' } }, 'thrown'],
    ['554 as a greeting is not about the message', { connect: { kind: 'reply', text: '554 no service' } }, 'thrown'],
    ['421 at MAIL is for later', { mail: { kind: 'reply', text: '421 4.3.2 closing' } }, 'thrown'],
    ['4xx after the dot says that nothing was accepted', { dot: { kind: 'reply', text: '451 4.3.0 queue full' } }, 'thrown'],
    ['a greeting that never comes', { connect: { kind: 'stall' } }, 'thrown'],
  ];
  for (const pipelining of [true, false]) {
    test.each(cases)(`%s (pipelining: ${pipelining})`, async (_name, script, expected) => {
      const { peer, channel } = await openChannel(script, { pipelining });
      const delivery = channel.deliver(exampleMail, settled);
      if (expected === 'thrown') await expect(delivery).rejects.toThrow('nothing was handed over');
      else expect(await delivery).toMatchObject(expected);
      expect(peer.taken).toHaveLength(0);
    });
  }

  test('an address that cannot stand in a command is refused without a connection', async () => {
    const { peer, channel } = await openChannel();
    const mail = { ...exampleMail, to: 'ada@example.com>\r\nDATA' };
    expect(await channel.deliver(mail, settled)).toMatchObject({ kind: 'refused', suppress: 'malformed' });
    expect(peer.connections()).toBe(0);
  });

  test('a server out of reach is thrown', async () => {
    const { peer, channel } = await openChannel();
    await peer.stop();
    await expect(channel.deliver(exampleMail, settled)).rejects.toThrow('nothing was handed over');
  });

  test('nobody can be asked later', async () => {
    const { channel } = await openChannel();
    expect(await channel.lookUp('<4f1c@northwind.example>')).toMatchObject({ kind: 'unknown' });
  });
});

describe('connections', () => {
  test('are used again, and no more than allowed are opened', async () => {
    const { peer, channel } = await openChannel({}, {}, 3);
    await Promise.all(Array.from({ length: 40 }, () => channel.deliver(exampleMail, settled)));
    expect(peer.taken).toHaveLength(40);
    expect(peer.connections()).toBe(3);
  });

  test('that died while resting cost nothing', async () => {
    const { peer, channel } = await openChannel();
    await channel.deliver(exampleMail, settled);
    await peer.dropConnections();
    expect(await channel.deliver(exampleMail, settled)).toMatchObject({ kind: 'sent' });
    expect(peer.taken).toHaveLength(2);
  });

  test('that the server ends with 421 after resting cost nothing', async () => {
    const { peer, channel } = await openChannel();
    await channel.deliver(exampleMail, settled);
    peer.play({ mail: { kind: 'reply', text: '421 4.4.2 idle too long' } });
    const second = channel.deliver(exampleMail, settled);
    await peer.whenSent('peer', '421');
    peer.play({});
    expect(await second).toMatchObject({ kind: 'sent' });
    expect(peer.connections()).toBe(2);
  });
});

describe('the message', () => {
  async function sent(mail: OutgoingMail) {
    const { peer, channel } = await openChannel();
    await channel.deliver(mail, settled);
    const content = peer.taken[0]?.content ?? '';
    const parsed = await PostalMime.parse(Buffer.from(content, 'latin1'));
    const headers = (name: string): string[] =>
      parsed.headers.filter((header) => header.key === name.toLowerCase()).map((header) => header.value);
    return { content, parsed, headers };
  }

  test('carries its own id and date, and both texts', async () => {
    const { parsed } = await sent({ ...exampleMail, date: Date.UTC(2026, 2, 1, 9, 30) });
    expect(parsed.messageId).toBe('<4f1c@northwind.example>');
    expect(parsed.date).toBe('2026-03-01T09:30:00.000Z');
    expect(parsed.from).toEqual({ name: 'Anna of Northwind', address: 'anna@northwind.example' });
    expect(parsed.html).toContain('<p>Hello Ada</p>');
    expect(parsed.text).toContain('Hello Ada');
  });

  test('can be unsubscribed from with one click: one header, one address, unfolded', async () => {
    const url = `https://northwind.example/u/${'t'.repeat(180)}`;
    const { headers, content } = await sent({ ...exampleMail, unsubscribeUrl: url });
    expect(headers('List-Unsubscribe')).toEqual([`<${url}>`]);
    expect(headers('List-Unsubscribe-Post')).toEqual(['List-Unsubscribe=One-Click']);
    expect(content).toContain(`List-Unsubscribe: <${url}>\r\n`);
  });

  test('has neither header when it is transactional', async () => {
    const { unsubscribeUrl: _none, ...transactional } = exampleMail;
    const { headers } = await sent(transactional);
    expect(headers('List-Unsubscribe')).toEqual([]);
    expect(headers('List-Unsubscribe-Post')).toEqual([]);
  });

  test('cannot be given headers through its subject, and lines that begin with a dot survive', async () => {
    const { parsed, headers } = await sent({
      ...exampleMail,
      subject: 'Hello\r\nBcc: eve@example.com',
      text: 'first\n.\n.second\n',
    });
    expect(headers('Bcc')).toEqual([]);
    expect(parsed.text).toContain('first\n.\n.second');
  });

  test('is the same bytes when it is sent again', async () => {
    const mail = { ...exampleMail, date: Date.UTC(2026, 2, 1) };
    expect((await sent(mail)).content).toBe((await sent(mail)).content);
  });
});
