import { Analytics } from '@segment/analytics-node';
import { afterEach, describe, expect, test } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { openIngest, writeKey } from './open-ingest.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openClient() {
  const { app, memory } = await openIngest(realClock);
  const host = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new Analytics({ writeKey, host, flushAt: 20, flushInterval: 50 });
  closing.push(() => client.closeAndFlush({ timeout: 5000 }), () => app.close());
  return { memory, client };
}

describe("Segment's own Node client", () => {
  test('identifies, tracks and flushes', async () => {
    const { memory, client } = await openClient();
    const began = Date.now();
    client.identify({ userId: 'u1', traits: { plan: 'trial' } });
    client.track({ userId: 'u1', event: 'signed_up', properties: { plan: 'trial' } });
    client.track({ userId: 'u1', event: 'order_placed', properties: { total: 3 }, timestamp: new Date(began - 60_000) });
    await client.flush();
    expect(memory.stored).toMatchObject([
      { kind: 'identify', userId: 'u1', properties: { plan: 'trial' } },
      { kind: 'track', name: 'signed_up', properties: { plan: 'trial' } },
      { kind: 'track', name: 'order_placed', properties: { total: 3 } },
    ]);
    const [first, , third] = memory.stored;
    expect(first?.messageId).toMatch(/^node-/);
    expect(Math.abs((third?.at ?? 0) - (began - 60_000))).toBeLessThan(1000);
  });

  test('tries again when the store is away, and nothing is lost or stored twice', async () => {
    const { memory, client } = await openClient();
    memory.failNext(1);
    for (let index = 0; index < 5; index += 1) client.track({ userId: 'u1', event: 'signed_up' });
    await client.flush({ timeout: 10_000 });
    expect(memory.stored).toHaveLength(5);
    expect(new Set(memory.stored.map((event) => event.messageId)).size).toBe(5);
  });
});
