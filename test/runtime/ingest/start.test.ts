import { expect, test } from 'vitest';
import { apiKey, basic, openIngest, writeKey } from './open-ingest.js';

const begin = { userId: 'u-17', campaign: 'objections', messageId: 'm-1', properties: { plan: 'trial' } };

test('a start is an event that is stored before the answer, once by its message id', async () => {
  const { post, memory } = await openIngest();
  const key = basic(apiKey);
  expect((await post('/v1/start', begin, key)).json()).toEqual({ success: true, status: 'stored', messageId: 'm-1' });
  expect((await post('/v1/start', begin, key)).json()).toMatchObject({ status: 'duplicate' });
  expect(memory.stored).toMatchObject([{ kind: 'track', name: 'started', userId: 'u-17', properties: { plan: 'trial', into: 'objections' } }]);
});

test('a key of applications starts nothing, and neither does none', async () => {
  const { post, memory } = await openIngest();
  expect((await post('/v1/start', begin)).status).toBe(401);
  expect((await post('/v1/start', begin, basic(writeKey))).status).toBe(401);
  expect((await post('/v1/start', begin, {})).status).toBe(401);
  const tracked = await post('/v1/track', { userId: 'u-17', event: 'started', properties: { $into: 'objections' } });
  expect(tracked.json()).toMatchObject({ items: [{ status: 'rejected', problems: [{ path: '/event' }] }] });
  expect(memory.stored).toEqual([]);
});

test.each([
  [{ ...begin, userId: undefined }, 400, '/userId is missing.'],
  [{ ...begin, campaign: undefined }, 400, '/campaign is missing.'],
  [{ ...begin, properties: 'many' }, 400, '/properties must be an object.'],
  [{ ...begin, campaign: 'news' }, 404, 'There is no such campaign with a way in "on: started".'],
])('what is wrong is named: %#', async (body, status, message) => {
  const { post } = await openIngest();
  const reply = await post('/v1/start', body, basic(apiKey));
  expect([reply.status, reply.json()]).toEqual([status, { success: false, message }]);
});

test('where the store is out of reach it is to be asked again', async () => {
  const { post, memory } = await openIngest();
  memory.failNext(1);
  const reply = await post('/v1/start', begin, basic(apiKey));
  expect([reply.status, reply.headers['retry-after']]).toEqual([503, '5']);
});
