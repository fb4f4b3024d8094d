import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isRecord } from '../../../runtime/ingest/request-body.js';
import { createIngest } from '../../../runtime/ingest/ingest-server.js';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';
import { projectFile } from '../../docs/fenced-blocks.js';
import { apiKey, createMemoryAppend, exampleSchema, standingClock, writeKey } from './open-ingest.js';

/** Who may call, and so what everybody else is told. */
const verdicts: Readonly<Record<string, 'anybody' | 'write key' | 'api key' | 'plug-in' | 'link' | 'picture' | 'origin'>> = {
  'GET /healthz': 'anybody',
  ...Object.fromEntries(
    ['identify', 'track', 'group', 'page', 'screen', 'alias', 'i', 't', 'g', 'p', 's', 'a', 'batch', 'import', 'cloudevents'].map(
      (call) => [`POST /v1/${call}`, 'write key'] as const,
    ),
  ),
  'OPTIONS /v1/{call}': 'origin',
  'POST /v1/start': 'api key',
  'POST /v1/tasks/{id}/outcome': 'api key',
  'POST /v1/inbound/mail': 'api key',
  // Its plug-in checks the signature of the call.
  'POST /v1/triggers/{event}': 'plug-in',
  'GET /u/{token}': 'link',
  'POST /u/{token}': 'link',
  'GET /p/{token}': 'link',
  'POST /p/{token}': 'link',
  'GET /c/{token}': 'link',
  // The same picture for every address, so that nothing is learned from it.
  'GET /o/{token}': 'picture',
};

const memory = createMemoryAppend();
const touched: string[] = [];
const routes: string[] = [];
let app: Awaited<ReturnType<typeof createIngest>>;
beforeAll(async () => {
  const apiKeys = [apiKey];
  app = await createIngest({
    clock: standingClock,
    writeKeys: [writeKey],
    schema: () => exampleSchema,
    append: memory.append,
    unsubscribe: createUnsubscribeTokens('a secret'),
    tasks: { apiKeys, answer: async () => (touched.push('task'), { kind: 'unknown' }) },
    starts: { apiKeys, has: async () => (touched.push('start'), false), eventFor: (_, properties) => ({ name: 'started', properties }) },
    mail: { apiKeys, take: async () => touched.push('mail') },
    preferences: { read: async () => (touched.push('preferences'), undefined) },
    visits: {
      links: { make: () => '', read: () => undefined },
      keep: async () => void touched.push('visit'),
      onError: () => undefined,
    },
    trigger: async () => ({ kind: 'refused' }),
    allowedOrigins: ['https://www.example.com'],
    onRoute: (method, path) => routes.push(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
  });
});
afterAll(() => app.close());

const description: unknown = parse(projectFile('docs/reference/openapi.yaml'), { maxAliasCount: 1000 });
const described = Object.entries(isRecord(description) && isRecord(description['paths']) ? description['paths'] : {}).flatMap(([path, item]) =>
  isRecord(item) ? Object.keys(item).filter((key) => key !== 'parameters').map((method) => `${method.toUpperCase()} ${path}`) : [],
);

test('the description has every route, no others, and each has a verdict', () => {
  // Asked for the head of a page, its route answers without the body.
  const answered = routes.filter((route) => !route.startsWith('HEAD '));
  expect(described.toSorted()).toEqual(answered.toSorted());
  expect(Object.keys(verdicts).toSorted()).toEqual(described.toSorted());
});

const person = 'ada.lovelace@example.com';
const valid = JSON.stringify({ userId: person, previousId: 'b', groupId: 'g', event: 'signed_up', campaign: 'objections', outcome: 'done', batch: [] });

async function call(route: string, { payload = valid, ...headers }: Readonly<Record<string, string>> & { payload?: string } = {}) {
  const [method, path = ''] = route.split(' ');
  const url = path.replace(/\{\w+\}/, person.replace('@', '%40'));
  if (method !== 'GET' && method !== 'POST' && method !== 'OPTIONS') throw new Error(`${route} is walked by nobody`);
  return app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) });
}

const strangers = {
  'without a key': {},
  'with a wrong key': { authorization: `Basic ${btoa('guess:')}` },
  'with a wrong bearer': { authorization: 'Bearer guess' },
  'with a key of the other kind in the wrong place': { authorization: `Digest ${writeKey}` },
  'with a header that is no key': { authorization: `Basic ${'='.repeat(5_000)}` },
  'as if sent by somebody near': { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/healthz', 'x-http-method-override': 'GET' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

const refusal = { anybody: 200, 'write key': 401, 'api key': 401, 'plug-in': 401, link: 404, picture: 200, origin: 404 } as const;

describe.each(Object.entries(verdicts))('%s', (route, verdict) => {
  test.each(Object.entries(strangers))('%s changes nothing and tells nothing', async (_, headers) => {
    const reply = await call(route, headers);
    expect(reply.statusCode).toBe(refusal[verdict]);
    expect(reply.body).not.toContain('lovelace');
    expect([memory.stored, touched]).toEqual([[], []]);
  });

  test('what is too large, malformed or nested without end is refused, and is no fault of ours', async () => {
    const key = { authorization: `Basic ${btoa(`${verdict === 'api key' ? apiKey : writeKey}:`)}` };
    const bodies = ['', 'no JSON', '[]', 'null', '{"__proto__":{"a":1}}', `{"a":${'['.repeat(90_000)}`, 'x'.repeat(6_000_000), `\u001f\u008b${'x'.repeat(100)}`, `{"userId":"${person}`];
    for (const payload of bodies) {
      const reply = await call(route, { ...key, payload });
      expect(reply.statusCode, payload.slice(0, 20)).toBeLessThan(500);
      expect(reply.body).not.toContain('lovelace');
    }
    touched.length = 0;
  });
});

test('paths lead nowhere else, whatever they look like', async () => {
  for (const url of ['/v1/../healthz/..%2f', '//v1/track', '/v1/track/', '/v1/track%00', '/v1/TRACK', '/v1/tasks/..%2f..%2fetc/outcome', `/u/${'a'.repeat(3_000)}`, '/%', '/u/%E0%A4%A']) {
    const reply = await app.inject({ method: 'POST', url, payload: valid });
    expect([400, 401, 404, 414], url).toContain(reply.statusCode);
    expect(reply.body).not.toContain('track');
  }
  expect(memory.stored).toEqual([]);
});

test('a call that is replayed is stored once', async () => {
  const payload = JSON.stringify({ userId: 'u', event: 'signed_up', messageId: 'replayed', previousId: 'p', groupId: 'g' });
  const key = { authorization: `Basic ${btoa(`${writeKey}:`)}` };
  const before = memory.stored.length;
  const first = await call('POST /v1/track', { ...key, payload });
  const again = await call('POST /v1/track', { ...key, payload });
  expect([first.json(), again.json()]).toMatchObject([{ items: [{ status: 'stored' }] }, { items: [{ status: 'duplicate' }] }]);
  expect(memory.stored).toHaveLength(before + 1);
});
