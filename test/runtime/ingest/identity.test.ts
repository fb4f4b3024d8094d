import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { afterEach, expect, test } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { openIngest, writeKey } from './open-ingest.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('a browser without a user is a lead of its own; identify and alias say whose names are one', async () => {
  const { memory, post } = await openIngest();
  const batch = [
    { type: 'page', anonymousId: 'a-1', name: 'Pricing', properties: { path: '/pricing' }, messageId: 'm1' },
    { type: 'screen', userId: 'u-1', anonymousId: 'a-1', name: 'Home', messageId: 'm2' },
    { type: 'identify', userId: 'u-1', anonymousId: 'a-1', messageId: 'm3' },
    { type: 'alias', userId: 'u-2', previousId: 'u-1', messageId: 'm4' },
    { type: 'identify', anonymousId: 'a-2', traits: { email: 'ada@example.com' }, messageId: 'm5' },
  ];
  expect((await post('/v1/batch', { batch })).json()).toMatchObject({ items: batch.map((_, index) => ({ index, status: 'stored' })) });
  expect(memory.stored).toMatchObject([
    { kind: 'track', name: 'page', userId: 'anonymous:a-1', properties: { name: 'Pricing', path: '/pricing' } },
    { kind: 'track', name: 'screen', userId: 'u-1', properties: { name: 'Home' } },
    { kind: 'identify', name: 'identify', userId: 'u-1', joins: ['anonymous:a-1'] },
    { kind: 'identify', name: 'alias', userId: 'u-2', properties: {}, joins: ['u-1', 'anonymous:u-1'] },
    { kind: 'identify', userId: 'anonymous:a-2' },
  ]);
  expect(memory.stored.map(({ joins }) => joins !== undefined)).toEqual([false, false, true, true, false]);
});

test('an id cannot pass for a name of ours, and an alias needs two', async () => {
  const { post } = await openIngest();
  const problemsOf = async (item: object) => (await post('/v1/batch', { batch: [item] })).json();
  const rejected = (path: string, message: string) => ({ items: [{ status: 'rejected', problems: [{ path, message }] }] });
  expect(await problemsOf({ type: 'track', event: 'x', userId: 'anonymous:a-1' })).toMatchObject(rejected('/userId', 'must not begin with "anonymous:"'));
  expect(await problemsOf({ type: 'identify', userId: 'erased:1' })).toMatchObject(rejected('/userId', 'must not begin with "erased:"'));
  expect(await problemsOf({ type: 'alias', userId: 'u', previousId: 'anonymous:a' })).toMatchObject(rejected('/previousId', 'must not begin with "anonymous:"'));
  expect(await problemsOf({ type: 'alias', userId: 'u', previousId: 'u' })).toMatchObject(rejected('/previousId', 'is the same as userId'));
  expect(await problemsOf({ type: 'page' })).toMatchObject(rejected('/userId', 'is missing'));
});

test("the short paths are those of analytics.js, and a page's browser may send where it is allowed to", async () => {
  const origin = 'https://www.example.com';
  const { memory, post, app } = await openIngest(realClock, { allowedOrigins: [origin] });
  const named = { t: 'track', i: 'identify', p: 'page', s: 'screen', g: 'group', a: 'alias' };
  for (const short of Object.keys(named)) {
    const said = { writeKey, userId: 'u', previousId: 'v', groupId: 'g', event: 'signed_up', messageId: short };
    const reply = await post(`/v1/${short}`, said, { origin, 'content-type': 'text/plain' });
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([200, origin]);
  }
  expect(memory.stored).toHaveLength(6);
  const ask = (from: string, url: string) =>
    app.inject({ method: 'OPTIONS', url, headers: { origin: from, 'access-control-request-method': 'POST' } });
  expect((await ask(origin, '/v1/t')).statusCode).toBe(204);
  expect((await ask('https://evil.example', '/v1/t')).headers['access-control-allow-origin']).toBeUndefined();
  expect((await ask(origin, '/v1/start')).statusCode).toBe(404);
});

test("RudderStack's and Segment's own clients say all of it", async () => {
  const { app, memory } = await openIngest(realClock);
  const host = await app.listen({ host: '127.0.0.1', port: 0 });
  const rudder = new RudderAnalytics(writeKey, { dataPlaneUrl: host, flushAt: 20, flushInterval: 50 });
  const segment = new Analytics({ writeKey, host, flushAt: 20, flushInterval: 50 });
  closing.push(() => segment.closeAndFlush({ timeout: 5000 }), () => app.close());
  rudder.page({ anonymousId: 'a', name: 'Pricing' });
  rudder.identify({ userId: 'u', anonymousId: 'a', traits: { plan: 'trial' } });
  rudder.track({ userId: 'u', event: 'signed_up' });
  rudder.group({ userId: 'u', groupId: 'acme' });
  rudder.alias({ userId: 'v', previousId: 'u' });
  await rudder.flush();
  segment.page({ anonymousId: 'a', name: 'Pricing' });
  segment.screen({ anonymousId: 'a', name: 'Home' });
  segment.group({ userId: 'u', groupId: 'acme' });
  segment.alias({ userId: 'v', previousId: 'u' });
  await segment.flush();
  expect(memory.stored.map(({ name, userId, joins = [] }) => [name, userId, ...joins])).toEqual([
    ['page', 'anonymous:a'],
    ['identify', 'u', 'anonymous:a'],
    ['signed_up', 'u'],
    ['group', 'u'],
    ['alias', 'v', 'u', 'anonymous:u'],
    ['page', 'anonymous:a'],
    ['screen', 'anonymous:a'],
    ['group', 'u'],
    ['alias', 'v', 'u', 'anonymous:u'],
  ]);
});
