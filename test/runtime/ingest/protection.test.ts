import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { basic, openIngest, standingClock, writeKey } from './open-ingest.js';

const event = { userId: 'u', event: 'signed_up' };

test('who asks too often is told when to come back, by address and by key; others are served', async () => {
  const byKey = await openIngest(standingClock, { protection: { perKey: 2, perAddress: 100, windowMs: 60_000 } });
  const statuses = async (key: string) => (await byKey.post('/v1/track', event, basic(key))).status;
  expect([await statuses(writeKey), await statuses(writeKey), await statuses(writeKey)]).toEqual([200, 200, 429]);
  expect(await statuses('another-key')).toBe(200);
  const refused = await byKey.post('/v1/track', event);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json()).toEqual({ success: false, message: 'Too many requests.' });
  // Guessing keys is counted, too.
  const byAddress = await openIngest(standingClock, { protection: { perKey: 100, perAddress: 2, windowMs: 60_000 } });
  const guess = async (key: string) => (await byAddress.post('/v1/track', event, basic(key))).status;
  expect([await guess('a'), await guess('b'), await guess('c')]).toEqual([401, 401, 429]);
});

test('nesting without end is refused before it is read, in any field and any call', async () => {
  const { post, memory } = await openIngest();
  const deep = `{"userId":"u","event":"x","context":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  for (const path of ['/v1/track', '/v1/batch', '/v1/cloudevents']) {
    expect((await post(path, deep)).json()).toEqual({ success: false, message: 'The body is nested deeper than 4000 levels.' });
  }
  // The deepest that is read at all: an item that is too large, rejected alone.
  const most = `{"batch":[{"type":"track","userId":"u","event":"x","context":${'['.repeat(3_990)}"${'x'.repeat(40_000)}"${']'.repeat(3_990)}}]}`;
  expect((await post('/v1/batch', most)).json()).toMatchObject({ items: [{ status: 'rejected', problems: [{ message: 'is larger than 32 KB' }] }] });
  // Brackets within a text nest nothing.
  expect((await post('/v1/track', { ...event, properties: { plan: '['.repeat(1_000), other: '\\"[[' } })).status).toBe(200);
  expect(memory.stored).toHaveLength(1);
});

test('a client that does not come to an end is cut off', async () => {
  const { app } = await openIngest(standingClock, { slowestMs: 300 });
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: ${basic(writeKey)['authorization'] ?? ''}\r\ncontent-length: 100\r\n\r\n{`);
    });
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  await app.close();
});
