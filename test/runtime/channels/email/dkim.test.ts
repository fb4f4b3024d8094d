import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDkimKey, signed } from '../../../../runtime/channels/email/dkim.js';
import { createSmtpChannel } from '../../../../runtime/channels/email/smtp.channel.js';
import type { Inbox } from '../../../../runtime/inbox/inbox-server.js';
import { startInbox } from '../../../../runtime/inbox/inbox-server.js';
import { dkimInForce } from '../../../../runtime/service/in-force/dkim-in-force.js';
import { workspaceWith } from '../../leads/release-for-tests.js';
import { exampleMail } from '../channel-conformance.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } });
const other = generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

const dkim = [
  { domain: 'northwind.example', selector: 'one', secret: 'DKIM_ONE' },
  { domain: 'northwind.example', selector: 'two', secret: 'DKIM_TWO' },
  { domain: 'elsewhere.example', selector: 'three', secret: 'DKIM_THREE' },
  { domain: 'news.northwind.example', selector: 'four', secret: 'DKIM_ONE' },
];
const secrets: Record<string, string | undefined> = {
  DKIM_ONE: privateKey,
  // As an environment holds it, in one line.
  DKIM_TWO: other.privateKey.replaceAll('\n', String.raw`\n`),
};

let folder: string;
let inbox: Inbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perennial-dkim-'));
  inbox = await startInbox({ dir: folder });
});
afterAll(async () => {
  await inbox.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The bytes of one mail as the inbox took it over SMTP. */
async function received(from: string, more: Partial<typeof exampleMail> = {}): Promise<string> {
  const before = new Set(await readdir(folder));
  const keys = dkimInForce(() => workspaceWith({ dkim }), (name) => secrets[name]);
  const channel = createSmtpChannel({ host: '127.0.0.1', port: inbox.port, deadlineMs: 5_000, dkimKeys: keys });
  try {
    const mail = { ...exampleMail, from: { name: 'Änne of Northwind', address: from }, ...more };
    expect(await channel.deliver(mail, async () => {})).toMatchObject({ kind: 'sent' });
  } finally {
    await channel.close();
  }
  const [file] = (await readdir(folder)).filter((name) => !before.has(name));
  return readFile(join(folder, file ?? ''), 'latin1');
}

/** Verifies after RFC 6376, relaxed/relaxed, from the raw bytes and with nothing of the code that signs. */
function verified(raw: string, selector: string, key: string): readonly string[] {
  const split = raw.indexOf('\r\n\r\n');
  const lines = raw.slice(0, split).split(/\r\n(?![ \t])/);
  const body = raw.slice(split + 4);
  const relaxed = (line: string): string => {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replaceAll('\r\n', '').replaceAll(/[ \t]+/g, ' ').trim();
    return `${line.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const field = lines.find((line) => /^dkim-signature:/i.test(line) && line.includes(`s=${selector};`)) ?? '';
  const tags = new Map(
    field.slice(field.indexOf(':') + 1).split(';').map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).replaceAll(/\s/g, '')] as const),
  );
  const relaxedBody = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, '')).join('\r\n').replace(/(?:\r\n)+$/, '') + '\r\n';
  expect(tags.get('bh')).toBe(createHash('sha256').update(relaxedBody, 'latin1').digest('base64'));
  const names = (tags.get('h') ?? '').split(':');
  const left = [...lines];
  const hashed = names.map((name) => {
    const at = left.findLastIndex((line) => line.slice(0, line.indexOf(':')).toLowerCase() === name.toLowerCase());
    return relaxed(left.splice(at, 1)[0] ?? '');
  });
  const own = relaxed(field.replace(/(;\s*b=)[^;]*$/, '$1'));
  const verify = createVerify('RSA-SHA256').update(`${hashed.join('\r\n')}\r\n${own}`, 'latin1');
  expect(verify.verify(createPublicKey(key), tags.get('b') ?? '', 'base64')).toBe(true);
  return names;
}

test('a mail as it was received bears a signature of each key of its domain, over the headers of unsubscribing too', async () => {
  const raw = await received('anna@northwind.example', { subject: 'Grüße  aus dem   Norden', replyTo: 'help@northwind.example', html: `<p>${'a line that is long  \n'.repeat(80)}</p>` });
  for (const [selector, key] of [['one', publicKey], ['two', other.publicKey]] as const) {
    const names = verified(raw, selector, key);
    expect(names.toSorted()).toEqual(['content-type', 'date', 'from', 'list-unsubscribe', 'list-unsubscribe-post', 'message-id', 'mime-version', 'reply-to', 'subject', 'to']);
  }
  expect(raw).not.toContain('s=three');
  expect(() => verified(raw.replace('a line that', 'a lime that'), 'one', publicKey)).toThrow();
});

test('a domain below one with a key is signed by it; one without a key is not signed', async () => {
  verified(await received('anna@mail.northwind.example'), 'one', publicKey);
  expect(await received('anna@southwind.example')).not.toMatch(/dkim-signature/i);
});

test('of the domains above the nearest alone signs', async () => {
  const raw = await received('anna@mail.news.northwind.example');
  verified(raw, 'four', publicKey);
  expect(raw.match(/^dkim-signature:/gim)).toHaveLength(1);
});

test('a message that could not be signed is none', async () => {
  const key = { domain: 'northwind.example', selector: 'one', privateKey: 'no key at all' };
  await expect(signed(Buffer.from('From: anna@northwind.example\r\n\r\nHello\r\n'), [key])).rejects.toThrow('the message could not be signed');
});

test('nothing leaves unsigned because a key is missing: it is tried again, and nobody is told the secret', async () => {
  const before = (await readdir(folder)).length;
  await expect(received('anna@elsewhere.example')).rejects.toThrow('the secret "DKIM_THREE" of the DKIM key of elsewhere.example is not set');
  expect(await readdir(folder)).toHaveLength(before);
});

describe('a key', () => {
  test.each([
    ['of another sort', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'it is no RSA key'],
    ['that is too short', generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'its 768 bits are fewer than 1024'],
    ['that is none', 'correct horse battery staple', 'it is no private key in PEM form'],
  ])('%s is refused, without a word of it', (_, secret, words) => {
    expect(() => readDkimKey(secret)).toThrow(words);
  });
});
