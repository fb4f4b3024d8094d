import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { basic, noon, openIngest, virtualClock, writeKey } from './open-ingest.js';

const signedUp = {
  messageId: 'm1',
  userId: 'u1',
  event: 'signed_up',
  properties: { plan: 'trial' },
  timestamp: '2026-03-01T11:00:00Z',
};

describe('a call', () => {
  test('to track is stored before it is answered', async () => {
    const { post, memory } = await openIngest();
    const reply = await post('/v1/track', signedUp);
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({ success: true, items: [{ index: 0, messageId: 'm1', status: 'stored' }] });
    expect(memory.stored).toEqual([
      {
        source: expect.stringMatching(/^http-[0-9a-f]{12}$/),
        messageId: 'm1',
        userId: 'u1',
        kind: 'track',
        name: 'signed_up',
        at: Date.UTC(2026, 2, 1, 11),
        receivedAt: noon,
        properties: { plan: 'trial' },
      },
    ]);
  });

  test('to identify stores the traits', async () => {
    const { post, memory } = await openIngest();
    await post('/v1/identify', { messageId: 'm1', userId: 'u1', traits: { plan: 'free' } });
    expect(memory.stored).toMatchObject([{ kind: 'identify', name: 'identify', at: noon, properties: { plan: 'free' } }]);
  });

  test('that comes again is a duplicate, but not from another source', async () => {
    const { post, memory } = await openIngest();
    await post('/v1/track', signedUp);
    expect((await post('/v1/track', signedUp)).json()).toMatchObject({ items: [{ status: 'duplicate' }] });
    expect((await post('/v1/track', signedUp, basic('another-key'))).json()).toMatchObject({ items: [{ status: 'stored' }] });
    expect(memory.stored).toHaveLength(2);
  });

  test.each(['/v1/batch', '/v1/import'])('to %s keeps what is well and says what is not', async (url) => {
    const { post, memory } = await openIngest();
    const reply = await post(url, {
      batch: [
        { type: 'track', ...signedUp },
        { type: 'track', messageId: 'm2', event: 'signed_up' },
        { type: 'track', userId: 'u1', properties: [] },
        { type: 'alias', messageId: 'm4', userId: 'u1' },
        { type: 'track', messageId: 'm5', userId: 7, event: 'signed_up', timestamp: 'yesterday' },
        { type: 'purchase', messageId: 'm6', userId: 'u1' },
        'nonsense',
        { type: 'identify', messageId: 'm8', userId: 'u1', traits: { plan: 'free' } },
      ],
    });
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      success: true,
      items: [
        { index: 0, messageId: 'm1', status: 'stored' },
        { index: 1, messageId: 'm2', status: 'rejected', problems: [{ path: '/userId', message: 'is missing' }] },
        {
          index: 2,
          messageId: null,
          status: 'rejected',
          problems: [
            { path: '/event', message: 'is missing' },
            { path: '/properties', message: 'must be an object' },
          ],
        },
        {
          index: 3,
          messageId: 'm4',
          status: 'rejected',
          problems: [
            { path: '/previousId', message: 'is missing' },
          ],
        },
        {
          index: 4,
          messageId: 'm5',
          status: 'rejected',
          problems: [
            { path: '/userId', message: 'must be a text of at most 255 characters' },
            { path: '/timestamp', message: 'must be a time with an offset, like 2026-03-01T09:30:00Z' },
          ],
        },
        { index: 5, messageId: 'm6', status: 'rejected', problems: [{ path: '/type', message: 'must be "identify", "track", "group", "page", "screen" or "alias"' }] },
        { index: 6, messageId: null, status: 'rejected', problems: [{ path: '', message: 'must be an object' }] },
        { index: 7, messageId: 'm8', status: 'stored' },
      ],
    });
    expect(memory.stored.map((event) => event.messageId)).toEqual(['m1', 'm8']);
  });
});

describe('the write key', () => {
  test('may stand in the body', async () => {
    const { post, memory } = await openIngest();
    const reply = await post('/v1/track', { ...signedUp, writeKey }, { 'content-type': 'text/plain' });
    expect(reply.status).toBe(200);
    expect(JSON.stringify(memory.stored)).not.toContain(writeKey);
  });

  test.each([
    ['none', {}, {}],
    ['an unknown one', basic('guess'), {}],
    ['an unknown one in the body', {}, { writeKey: 'guess' }],
    ['an empty one', basic(''), {}],
    ['another scheme', { authorization: `Bearer ${writeKey}` }, {}],
  ])('is demanded: %s is answered with 401', async (_name, headers, extra) => {
    const { post, memory } = await openIngest();
    const reply = await post('/v1/track', { ...signedUp, ...extra }, { 'content-type': 'application/json', ...headers });
    expect(reply.status).toBe(401);
    expect(memory.stored).toHaveLength(0);
  });
});

describe('a body', () => {
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
    'is read as JSON under %s, packed or not',
    async (type) => {
      const { post, memory } = await openIngest();
      const headers = { ...basic(writeKey), 'content-type': type };
      await post('/v1/track', signedUp, headers);
      await post('/v1/track', gzipSync(JSON.stringify({ ...signedUp, messageId: 'm2' })), headers);
      expect(memory.stored).toHaveLength(2);
    },
  );

  test.each([
    ['is no JSON', '{"userId": "ada@example.com"'],
    ['is no object', '[]'],
    ['is empty', ''],
    ['has no batch', '{}'],
    ['is packed and broken', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
    ['is too large', JSON.stringify({ batch: [{ padding: 'x'.repeat(500 * 1024) }] })],
    ['is too large once unpacked', gzipSync(JSON.stringify({ batch: [{ padding: 'x'.repeat(5_000_000) }] }))],
  ])('that %s is answered with 400, without its words', async (_name, body) => {
    const { post, memory } = await openIngest();
    const reply = await post('/v1/batch', body);
    expect(reply.status).toBe(400);
    expect(reply.body).not.toContain('ada');
    expect(memory.stored).toHaveLength(0);
  });

  test('may hold events of up to 32 KB; larger ones are rejected alone', async () => {
    const { post } = await openIngest();
    const large = { ...signedUp, type: 'track', messageId: 'm2', properties: { plan: 'x'.repeat(33 * 1024) } };
    const reply = await post('/v1/batch', { batch: [large, { ...signedUp, type: 'track' }] });
    expect(reply.json()).toMatchObject({
      items: [{ status: 'rejected', problems: [{ message: 'is larger than 32 KB' }] }, { status: 'stored' }],
    });
    expect((await post('/v1/track', large)).status).toBe(400);
  });

  test('cannot poison a commit with what the database could not keep', async () => {
    const { post, memory } = await openIngest();
    const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`);
    const bad = [{ note: 'a\u0000b' }, { note: '\ud800' }, { 'k\u0000': 1 }, deep, { list: [{ note: '\u0000' }] }];
    const reply = await post('/v1/batch', {
      batch: [...bad.map((properties) => ({ type: 'track', userId: 'u1', event: 'signed_up', properties })),
        { type: 'track', userId: 'u\u0000', event: 'signed_up' },
        { type: 'track', userId: 'u'.repeat(3000), event: 'signed_up' }],
    });
    expect(reply.json()).toMatchObject({ items: Array.from({ length: 7 }, () => ({ status: 'rejected' })) });
    expect(memory.stored).toHaveLength(0);
  });
});

describe('the schema', () => {
  const warningsOf = async (call: string, item: object): Promise<unknown> => {
    const { post, memory } = await openIngest();
    const reply = await post(`/v1/${call}`, { userId: 'u1', messageId: 'm1', ...item });
    expect(memory.stored).toHaveLength(1);
    const report = reply.json();
    return report;
  };

  test('does not know an event: stored, with what may be meant', async () => {
    expect(await warningsOf('track', { event: 'signedup' })).toMatchObject({
      items: [
        {
          status: 'stored',
          warnings: [{ path: '/event', message: 'is not an event of the schema; did you mean "signed_up"?' }],
        },
      ],
    });
  });

  test('is never asked by the names of JavaScript', async () => {
    for (const event of ['constructor', '__proto__', 'toString']) {
      expect(await warningsOf('track', { event })).toMatchObject({
        items: [{ warnings: [{ path: '/event', message: 'is not an event of the schema' }] }],
      });
    }
  });

  test('has other properties, types and values: stored, with each said and no value repeated', async () => {
    const report = await warningsOf('track', {
      event: 'order_placed',
      properties: { totl: 1, total: 'ada@example.com', paid_on: '2026-02-31' },
    });
    expect(report).toMatchObject({
      items: [
        {
          status: 'stored',
          warnings: [
            { path: '/properties/totl', message: 'is not a property of order_placed in the schema; did you mean "total"?' },
            { path: '/properties/total', message: 'must be a number' },
            { path: '/properties/paid_on', message: 'must be a date like 2026-03-01' },
          ],
        },
      ],
    });
    expect(JSON.stringify(report)).not.toContain('ada@example.com');
  });

  test('has other attributes: the same, and null is no value', async () => {
    expect(
      await warningsOf('identify', {
        traits: { plna: 'free', plan: 'gold', company_size: null, trial_ends_at: 'soon' },
      }),
    ).toMatchObject({
      items: [
        {
          warnings: [
            { path: '/traits/plna', message: 'is not an attribute in the schema; did you mean "plan"?' },
            { path: '/traits/plan', message: 'must be "free" or "trial"' },
            { path: '/traits/trial_ends_at', message: 'must be a timestamp like 2026-03-01T09:30:00Z' },
          ],
        },
      ],
    });
  });
});

describe('time', () => {
  const hour = 3_600_000;
  const atOf = async (item: object): Promise<number | undefined> => {
    const { post, memory } = await openIngest();
    await post('/v1/track', { ...signedUp, timestamp: undefined, ...item });
    return memory.stored[0]?.at;
  };

  test('is corrected by how wrong the sender is', async () => {
    // Sent at 14:00 by a clock two hours fast: an event of 13:30 was half an hour ago.
    expect(await atOf({ timestamp: '2026-03-01T13:30:00Z', sentAt: '2026-03-01T14:00:00Z' })).toBe(noon - hour / 2);
    expect(await atOf({ originalTimestamp: '2026-03-01T10:30:00+01:00', sentAt: '2026-03-01T10:00:00Z' })).toBe(noon - hour / 2);
  });

  test('is the time of receipt when nothing is said, and never later', async () => {
    expect(await atOf({})).toBe(noon);
    expect(await atOf({ timestamp: '2031-01-01T00:00:00Z' })).toBe(noon);
  });

  test('of a whole batch is corrected by the batch', async () => {
    const { post, memory } = await openIngest();
    await post('/v1/batch', {
      sentAt: '2026-03-01T13:00:00Z',
      batch: [{ ...signedUp, type: 'track', timestamp: '2026-03-01T12:59:00Z' }],
    });
    expect(memory.stored[0]?.at).toBe(noon - 60_000);
  });

  test('under a virtual clock is the event\'s own', async () => {
    const { post, memory } = await openIngest(virtualClock(noon));
    await post('/v1/track', { ...signedUp, timestamp: '2031-01-01T00:00:00Z', sentAt: '2026-03-01T14:00:00Z' });
    expect(memory.stored).toMatchObject([{ at: Date.UTC(2031, 0, 1), receivedAt: noon }]);
  });

  test.each(['2026-02-30T00:00:00Z', '2026-03-01T09:30:00', 'March 1, 2026', '2026-03-01T25:00:00Z', ''])(
    'written as %j is rejected',
    async (timestamp) => {
      expect(await atOf({ timestamp })).toBeUndefined();
    },
  );
});

describe('an item without messageId', () => {
  const { messageId: _none, ...anonymous } = signedUp;

  test('is known again by its content', async () => {
    const { post, memory } = await openIngest();
    await post('/v1/track', anonymous);
    const turned = Object.fromEntries(Object.entries(anonymous).reverse());
    expect((await post('/v1/track', turned)).json()).toMatchObject({ items: [{ status: 'duplicate' }] });
    expect((await post('/v1/track', { ...anonymous, userId: 'u2' })).json()).toMatchObject({ items: [{ status: 'stored' }] });
    expect(memory.stored).toHaveLength(2);
  });

  test('and without time is an event of its own each time, and says so', async () => {
    let now = noon;
    const { post, memory } = await openIngest({ virtual: false, now: () => (now += 1) });
    const { timestamp: _time, ...bare } = anonymous;
    await post('/v1/track', bare);
    expect((await post('/v1/track', bare)).json()).toMatchObject({
      items: [{ status: 'stored', warnings: [{ path: '/messageId' }] }],
    });
    expect(memory.stored).toHaveLength(2);
  });
});

describe('trouble', () => {
  test('of the store is a 503 with Retry-After, and nothing of it is told', async () => {
    const { post, memory } = await openIngest();
    memory.failNext(1);
    const reply = await post('/v1/track', signedUp);
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBe('5');
    expect(reply.body).not.toContain('ada');
    expect((await post('/v1/track', signedUp)).status).toBe(200);
  });

  test('with the address is a 404 that does not repeat it', async () => {
    const { post } = await openIngest();
    const reply = await post('/v1/ada@example.com', {});
    expect(reply.status).toBe(404);
    expect(reply.body).not.toContain('ada');
  });

  test('is asked for at /healthz', async () => {
    const { app } = await openIngest();
    expect((await app.inject({ method: 'GET', url: '/healthz' })).json()).toEqual({ status: 'ok' });
  });
});
