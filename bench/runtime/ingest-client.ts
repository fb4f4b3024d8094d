import { randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** What the client is to send; it answers with how long that took, in ms, or with what went wrong. */
export interface ClientOrder {
  readonly ingestUrl: string;
  readonly writeKey: string;
  readonly round: number;
  readonly users: number;
  readonly events: number;
}

const perRequest = 100;
const abreast = 8;

parentPort?.on('message', (order: ClientOrder) => {
  send(order).then(
    (ms) => parentPort?.postMessage(ms),
    (error: unknown) => parentPort?.postMessage(String(error)),
  );
});

/** Batches as Segment's clients make them, a few at a time. */
async function send({ ingestUrl, writeKey, users, events }: ClientOrder): Promise<number> {
  const bodies = Array.from({ length: events / perRequest }, (_, request) => bodyOf(request * perRequest, users));
  const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' };
  const began = performance.now();
  const post = async (): Promise<void> => {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      const answer = await fetch(`${ingestUrl}/v1/batch`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`ingest answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: abreast }, post));
  return performance.now() - began;
}

function bodyOf(from: number, users: number): string {
  const now = new Date().toISOString();
  const batch = Array.from({ length: perRequest }, (_, offset) => {
    const number = from + offset;
    return {
      type: 'track',
      event: 'page_viewed',
      userId: `u-${number % users}`,
      messageId: `node-next-${Date.now()}-${randomUUID()}`,
      timestamp: now,
      properties: { path: `/page/${number % 50}`, seconds: number % 300 },
      context: { library: { name: '@segment/analytics-node', version: '3.0.0' } },
      integrations: {},
    };
  });
  return JSON.stringify({ batch, sentAt: now });
}
