import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, OutgoingMail } from '../../../runtime/channels/channel.js';
import { createSmtpChannel } from '../../../runtime/channels/email/smtp.channel.js';
import { startInbox } from '../../../runtime/inbox/inbox-server.js';
import type { Inbox } from '../../../runtime/inbox/inbox-server.js';
import { countInbox, listInbox, readInboxMail } from '../../../runtime/inbox/read-inbox.js';

const noon = Date.UTC(2026, 2, 1, 12);
const settled = async (): Promise<void> => {};

function mail(number: number, more: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: `<mail-${number}@northwind.example>`,
    from: { name: 'Anna of Northwind', address: 'anna@northwind.example' },
    to: `lead-${number}@example.com`,
    subject: `Müllers Grüße, number ${number}`,
    html: '<p>Hello</p>',
    text: 'Hello',
    date: noon - 1000,
    ...more,
  };
}

let dir: string;
let inbox: Inbox;
let channel: Channel;

async function open(): Promise<void> {
  inbox = await startInbox({ dir, now: () => noon });
  channel = createSmtpChannel({ host: '127.0.0.1', port: inbox.port, deadlineMs: 10_000 });
}

async function close(): Promise<void> {
  await channel.close();
  await inbox.stop();
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'inbox-'));
  await open();
});
afterEach(async () => {
  await close();
  await rm(dir, { recursive: true });
});

describe('a message', () => {
  test('is a file before it is acknowledged, and reads back as it was sent', async () => {
    const outcome = await channel.deliver(mail(1, { unsubscribeUrl: 'https://northwind.example/u/t' }), settled);
    expect(outcome.kind).toBe('sent');
    const [only, ...others] = await listInbox(dir);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      file: expect.stringMatching(/^0000000001-[0-9a-f]{20}\.eml$/),
      envelope: { from: 'anna@northwind.example', to: ['lead-1@example.com'], receivedAt: noon },
      messageId: '<mail-1@northwind.example>',
      from: 'Anna of Northwind <anna@northwind.example>',
      to: ['lead-1@example.com'],
      subject: 'Müllers Grüße, number 1',
      date: noon - 1000,
    });
    expect(only?.text.trim()).toBe('Hello');
    expect(only?.html).toContain('<p>Hello</p>');
    expect(only?.headers).toContainEqual({ name: 'list-unsubscribe', value: '<https://northwind.example/u/t>' });
    expect(only?.headers.map(({ name }) => name)).not.toContain('x-inbox-from');
  });

  test('is found by its id, and nothing outside the folder is', async () => {
    await channel.deliver(mail(1), settled);
    await writeFile(join(dir, 'secret.eml'), 'Subject: secret\r\n\r\n');
    const [only] = await listInbox(dir);
    expect(await readInboxMail(dir, only?.id ?? '')).toEqual(only);
    for (const id of ['secret', '../secret', '0000000009-00000000000000000000']) {
      expect(await readInboxMail(dir, id)).toBeUndefined();
    }
  });

  test('cannot forge the envelope it came in', async () => {
    await channel.deliver(mail(1, { subject: 'x\r\nX-Inbox-To: eve@example.com' }), settled);
    const [only] = await listInbox(dir);
    expect(only?.envelope.to).toEqual(['lead-1@example.com']);
  });

  test('that is too large is refused and leaves nothing', async () => {
    const outcome = await channel.deliver(mail(1, { text: 'long line\n'.repeat(600_000) }), settled);
    expect(outcome).toMatchObject({ kind: 'refused', suppress: false });
    expect(await readdir(dir)).toEqual([]);
  });

  test('half sent leaves nothing', async () => {
    await expect(channel.deliver(mail(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('the inbox', () => {
  test('counts messages and distinct Message-IDs by their names alone', async () => {
    await channel.deliver(mail(1), settled);
    await channel.deliver(mail(2), settled);
    await channel.deliver(mail(1, { text: 'again' }), settled);
    await channel.deliver(mail(3, { messageId: `<${'long'.repeat(40)}@northwind.example>` }), settled);
    await channel.deliver(mail(3, { messageId: `<${'long'.repeat(40)}@northwind.example>` }), settled);
    expect(await countInbox(dir)).toEqual({ mails: 5, messageIds: 3 });
  });

  test('keeps every one of many that come at once, in the order of arrival', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, index) => channel.deliver(mail(index), settled)));
    expect(await countInbox(dir)).toEqual({ mails: 300, messageIds: 300 });
    const numbers = (await readdir(dir)).sort().map((file) => Number(file.slice(0, 10)));
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  test('goes on counting after a restart, and sweeps up what a crash left half written', async () => {
    await channel.deliver(mail(1), settled);
    await close();
    await writeFile(join(dir, '0000000002-00000000000000000000.eml.part'), 'half');
    await open();
    await channel.deliver(mail(2), settled);
    expect((await listInbox(dir)).map(({ id, messageId }) => [id.slice(0, 10), messageId])).toEqual([
      ['0000000001', '<mail-1@northwind.example>'],
      ['0000000002', '<mail-2@northwind.example>'],
    ]);
    expect(await readdir(dir)).toHaveLength(2);
  });

  test('that does not exist is empty', async () => {
    const nowhere = join(dir, 'nowhere');
    expect(await listInbox(nowhere)).toEqual([]);
    expect(await countInbox(nowhere)).toEqual({ mails: 0, messageIds: 0 });
  });

  test('keeps files that any mail program opens', async () => {
    await channel.deliver(mail(1), settled);
    const [file] = await readdir(dir);
    const text = await readFile(join(dir, file ?? ''), 'latin1');
    expect(text).toMatch(/^X-Inbox-From: <anna@northwind\.example>\r\nX-Inbox-To: <lead-1@example\.com>\r\nX-Inbox-Received: 2026-03-01T12:00:00\.000Z\r\n/);
    expect(text).toContain('\r\nMessage-ID: <mail-1@northwind.example>\r\n');
  });
});
