import { expect, test } from 'vitest';
import { basic, openIngest, writeKey } from './open-ingest.js';

const event = {
  specversion: '1.0',
  id: 'e-1',
  source: '/shop',
  type: 'com.example.order_placed',
  subject: 'u-1',
  time: '2026-03-01T11:00:00Z',
  data: { total: 3 },
};

test('CloudEvents come alone, many at once, or with their attributes as headers, and each is stored once', async () => {
  const { memory, post } = await openIngest();
  const path = '/v1/cloudevents';
  expect((await post(path, event, { ...basic(writeKey), 'content-type': 'application/cloudevents+json' })).json()).toMatchObject({
    items: [{ status: 'stored' }],
  });
  const many = [event, { ...event, id: 'e-2' }, { ...event, source: '/other' }];
  expect((await post(path, many)).json()).toMatchObject({ items: [{ status: 'duplicate' }, { status: 'stored' }, { status: 'stored' }] });
  const { data, ...attributes } = event;
  const headers = Object.fromEntries(Object.entries({ ...attributes, subject: 'J%C3%BCrgen' }).map(([name, value]) => [`ce-${name}`, value]));
  expect((await post(path, data, { ...basic(writeKey), ...headers, 'ce-id': 'e-3' })).json()).toMatchObject({ items: [{ status: 'stored' }] });
  expect((await post(path, '', { authorization: `Bearer ${writeKey}`, ...headers, 'ce-id': 'e-4' })).json()).toMatchObject({ items: [{ status: 'stored' }] });
  expect(memory.stored).toHaveLength(5);
  expect(memory.stored[0]).toMatchObject({ kind: 'track', name: 'order_placed', userId: 'u-1', at: Date.UTC(2026, 2, 1, 11), properties: { total: 3 } });
  expect(memory.stored[3]).toMatchObject({ userId: 'Jürgen', properties: { total: 3 } });
});

test('what is no CloudEvent is rejected in its own words, and without a key nothing is read', async () => {
  const { memory, post } = await openIngest();
  expect((await post('/v1/cloudevents', event, {})).status).toBe(401);
  expect((await post('/v1/cloudevents', 'x')).status).toBe(400);
  const { subject: _none, ...nobody } = event;
  const bad = [{ ...nobody, specversion: '0.3' }, { ...event, data: 'text' }, { ...event, time: 'noon' }, 7, { ...event, data_base64: 'AA==' }];
  expect((await post('/v1/cloudevents', bad)).json()).toMatchObject({
    items: [
      { problems: [{ path: '/specversion' }, { path: '/subject' }] },
      { problems: [{ path: '/data', message: 'must be an object' }] },
      { problems: [{ path: '/time' }] },
      { problems: [{ message: 'must be an object' }] },
      { problems: [{ path: '/data_base64' }] },
    ],
  });
  expect(memory.stored).toEqual([]);
});
