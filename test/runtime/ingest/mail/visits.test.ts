import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createIngest } from '../../../../runtime/ingest/ingest-server.js';
import { createLinkTokens } from '../../../../runtime/ingest/mail/link-tokens.js';
import type { KeptVisit } from '../../../../runtime/ingest/mail/visit-routes.js';
import { createUnsubscribeTokens } from '../../../../runtime/ingest/mail/unsubscribe-token.js';
import { createMemoryAppend, exampleSchema, noon, standingClock } from '../open-ingest.js';

const links = createLinkTokens('a secret');
const sendKey = '0123456789abcdef0123456789abcdef01234567';
const target = 'https://northwind.example/pricing?plan=pro#faq';
const token = links.make({ sendKey, target }) ?? '';
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function open(keep?: (visit: KeptVisit) => Promise<void>) {
  const kept: KeptVisit[] = [];
  const errors: unknown[] = [];
  const app = await createIngest({
    clock: standingClock,
    writeKeys: [],
    schema: () => exampleSchema,
    append: createMemoryAppend().append,
    unsubscribe: createUnsubscribeTokens('a secret'),
    visits: {
      links,
      keep: keep ?? (async (visit) => void kept.push(visit)),
      onError: (error) => void errors.push(error),
    },
  });
  ends.push(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const visit = (path: string, { method = 'GET', ...headers }: Record<string, string> = {}) =>
    fetch(url + path, { method, redirect: 'manual', headers: { 'user-agent': browser, ...headers } });
  return { kept, errors, visit };
}

describe('a token', () => {
  test('is read back by who made it, and by nobody else', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (address) => {
        const made = links.make({ sendKey, target: address });
        expect(links.read(made ?? '')).toEqual({ sendKey, target: address });
        expect(createLinkTokens('another').read(made ?? '')).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  test('with any letter changed, left out or added is none: nobody redirects over our domain', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(links.read(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(links.read(token.slice(0, at))).toBeUndefined();
    }
    expect(links.read(`${token}A`)).toBeUndefined();
    // What decoders read as the same bytes.
    expect(links.read(`${token}=`)).toBeUndefined();
  });

  test('carries no target that is too long to arrive whole', () => {
    expect(links.make({ sendKey, target: `https://northwind.example/${'a'.repeat(2_000)}` })).toBeUndefined();
  });
});

describe('a counted link', () => {
  test('leads on, and is kept without what its query says', async () => {
    const { kept, visit } = await open();
    const reply = await visit(`/c/${token}`);
    expect([reply.status, reply.headers.get('location')]).toEqual([302, target]);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(kept).toEqual([{ sendKey, act: 'clicked', at: noon, machine: false, link: 'https://northwind.example/pricing' }]);
  });

  test.each([
    ['a look ahead', { method: 'HEAD' }],
    ['a browser that loads ahead', { 'sec-purpose': 'prefetch;prerender' }],
    ['a bot', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['a scanner', { 'user-agent': 'Barracuda Sentinel (EE)' }],
    ['a script', { 'user-agent': 'python-requests/2.32' }],
  ])('followed by %s leads on, and is a machine', async (_who, headers) => {
    const { kept, visit } = await open();
    expect((await visit(`/c/${token}`, { ...headers })).status).toBe(302);
    expect(kept).toMatchObject([{ machine: true }]);
  });

  test.each([
    ['nonsense', '/c/nonsense'],
    ['an address in its place', `/c/${encodeURIComponent('https://evil.example/')}`],
    ['an address behind it', `/c/${token.slice(0, -4)}?u=https://evil.example/`],
    ['what is no web address, though signed', `/c/${links.make({ sendKey, target: 'javascript:alert(1)' })}`],
  ])('that is %s leads nowhere', async (_what, path) => {
    const { kept, visit } = await open();
    const reply = await visit(path);
    expect([reply.status, reply.headers.get('location')]).toEqual([404, null]);
    expect(kept).toEqual([]);
  });

  test('leads on also when the store is away', async () => {
    const { errors, visit } = await open(() => Promise.reject(new Error('connection refused')));
    expect((await visit(`/c/${token}`)).status).toBe(302);
    expect(errors).toHaveLength(1);
  });
});

describe('the picture of opens', () => {
  const picture = links.make({ sendKey, target: '' }) ?? '';
  test.each([
    ['a person', browser, false],
    ['Apple, for everybody', 'Mozilla/5.0', true],
    ['Google, for everybody', 'Mozilla/5.0 (Windows NT 5.1) Firefox/11.0 (via ggpht.com GoogleImageProxy)', true],
  ])('loaded by %s', async (_who, agent, machine) => {
    const { kept, visit } = await open();
    const reply = await visit(`/o/${picture}`, { 'user-agent': agent });
    expect(reply.headers.get('content-type')).toBe('image/gif');
    expect(kept).toEqual([{ sendKey, act: 'opened', at: noon, machine }]);
  });

  test('with a token of a link counts nothing', async () => {
    const { kept, visit } = await open();
    expect((await visit(`/o/${token}`)).status).toBe(200);
    expect(kept).toEqual([]);
  });
});
