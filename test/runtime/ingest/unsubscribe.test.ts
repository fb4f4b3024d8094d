import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';
import { noon, openIngest } from './open-ingest.js';

const tokens = createUnsubscribeTokens('a secret');

describe('a token', () => {
  test('is read back by who made it, and by nobody else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (userId, topic) => {
        const token = tokens.make(userId, topic);
        expect(tokens.read(token)).toEqual({ userId, topic });
        expect(tokens.make(userId, topic)).toBe(token);
        expect(createUnsubscribeTokens('another secret').read(token)).toBeUndefined();
        expect(token).toMatch(/^[\w-]+$/);
      }),
      { numRuns: 50 },
    );
  });

  test('with any letter changed, left out or added is no token', () => {
    const token = tokens.make('ada@example.com', 'product-tips');
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.read(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(tokens.read(token.slice(0, at))).toBeUndefined();
    }
    expect(tokens.read(`${token}A`)).toBeUndefined();
    expect(tokens.read(`${token}=`)).toBeUndefined();
  });

  test('does not show the address', () => {
    const token = tokens.make('ada@example.com', 'product-tips');
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ada');
  });
});

describe('POST /u/:token', () => {
  const bodies: readonly [string, string, Record<string, string>][] = [
    ['an urlencoded body', 'List-Unsubscribe=One-Click', { 'content-type': 'application/x-www-form-urlencoded' }],
    [
      'a multipart body',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      { 'content-type': 'multipart/form-data; boundary=b' },
    ],
    ['no body', '', {}],
  ];
  test.each(bodies)('with %s unsubscribes: 200, no redirect, no cookie', async (_name, body, headers) => {
    const { post, memory, unsubscribe } = await openIngest();
    const reply = await post(`/u/${unsubscribe.make('u1', 'product-tips')}`, body, headers);
    expect(reply.status).toBe(200);
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(memory.stored).toMatchObject([
      { source: 'one-click', userId: 'u1', kind: 'track', name: 'unsubscribed', at: noon, properties: { topic: 'product-tips' } },
    ]);
  });

  test('twice in a row is one event; a word given later counts anew', async () => {
    let now = noon;
    const { post, memory, unsubscribe } = await openIngest({ virtual: false, now: () => now });
    const url = `/u/${unsubscribe.make('u1', 'product-tips')}`;
    await post(url, '', {});
    now += 10_000;
    expect((await post(url, '', {})).status).toBe(200);
    expect(memory.stored).toHaveLength(1);
    now += 3_600_000;
    await post(url, '', {});
    expect(memory.stored).toHaveLength(2);
  });

  test('takes long user ids', async () => {
    const { post, unsubscribe } = await openIngest();
    expect((await post(`/u/${unsubscribe.make('ü'.repeat(255), 'product-tips')}`, '', {})).status).toBe(200);
  });

  test('with a wrong token is a 404, and with the store away a 503', async () => {
    const { post, memory, unsubscribe } = await openIngest();
    expect((await post('/u/nonsense', '', {})).status).toBe(404);
    memory.failNext(1);
    const reply = await post(`/u/${unsubscribe.make('u1', 't')}`, '', {});
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBe('60');
    expect(memory.stored).toHaveLength(0);
  });
});

describe('GET /u/:token', () => {
  test.each(['GET', 'HEAD'] as const)('%s never unsubscribes', async (method) => {
    const { app, memory, unsubscribe } = await openIngest();
    const reply = await app.inject({ method, url: `/u/${unsubscribe.make('u1', 'product-tips')}` });
    expect(reply.statusCode).toBe(200);
    expect(memory.commits).toHaveLength(0);
  });

  test('shows a button, escapes what it shows, and runs nothing', async () => {
    const { app, unsubscribe } = await openIngest();
    const token = unsubscribe.make('ada@example.com', '<script>alert(1)</script>');
    const reply = await app.inject({ method: 'GET', url: `/u/${token}` });
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.body).toContain('<form method="post"><button');
    expect(reply.body).toContain('&lt;script&gt;');
    expect(reply.body).not.toContain('<script');
    expect(reply.body).not.toContain('ada@example.com');
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
  });
});
