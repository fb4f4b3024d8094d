import type { SchemaPlan } from '../../../compiler/plan/ir.js';
import { createVirtualClock } from '../../../runtime/clock.js';
import type { Clock } from '../../../runtime/clock.js';
import type { IncomingEvent } from '../../../runtime/ingest/incoming-event.js';
import type { IngestDeps } from '../../../runtime/ingest/ingest-server.js';
import { createIngest } from '../../../runtime/ingest/ingest-server.js';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';

export const writeKey = 'a-write-key';
export const apiKey = 'an-api-key';

export const exampleSchema: SchemaPlan = {
  lead: {
    email: { type: 'text', personal: true },
    plan: { type: 'text', values: ['free', 'trial'], personal: false },
    company_size: { type: 'number', personal: false },
    trial_ends_at: { type: 'timestamp', personal: false },
  },
  account: { size: { type: 'number', personal: false } },
  events: {
    signed_up: { product: true, properties: { plan: { type: 'text', values: ['free', 'trial'], personal: false } } },
    order_placed: {
      product: true,
      properties: { total: { type: 'number', personal: false }, paid_on: { type: 'date', personal: false } },
    },
    unsubscribed: { product: false, properties: { topic: { type: 'text', personal: false } } },
  },
};

/** An append as the store's, in memory: exact once by source and message id, and it can be out of reach. */
export function createMemoryAppend() {
  const stored: IncomingEvent[] = [];
  const seen = new Set<string>();
  const commits: number[] = [];
  let failures = 0;
  return {
    stored,
    commits,
    failNext(times: number): void {
      failures = times;
    },
    async append(items: readonly IncomingEvent[]): Promise<readonly ('stored' | 'duplicate')[]> {
      if (failures > 0) {
        failures -= 1;
        throw new Error('connection refused while storing ada@example.com');
      }
      commits.push(items.length);
      return items.map((item) => {
        const key = JSON.stringify([item.source, item.messageId]);
        if (seen.has(key)) return 'duplicate';
        seen.add(key);
        stored.push(item);
        return 'stored';
      });
    },
  };
}

export const noon = Date.UTC(2026, 2, 1, 12);

/** A real clock that stands still: its `now` is fixed, but it corrects as a real one does. */
export const standingClock: Clock = { virtual: false, now: () => noon };

export async function openIngest(
  clock: Clock = standingClock,
  more: Pick<IngestDeps, 'allowedOrigins' | 'protection' | 'slowestMs'> = {},
) {
  const memory = createMemoryAppend();
  const unsubscribe = createUnsubscribeTokens('a secret');
  const app = await createIngest({
    clock,
    writeKeys: [writeKey, 'another-key'],
    schema: () => exampleSchema,
    append: memory.append,
    starts: {
      apiKeys: [apiKey],
      has: async (campaign) => campaign === 'objections',
      eventFor: (campaign, properties) => ({ name: 'started', properties: { ...properties, into: campaign } }),
    },
    unsubscribe,
    ...more,
  });
  const post = async (url: string, body: unknown, headers: Record<string, string> = basic(writeKey)) => {
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const reply = await app.inject({ method: 'POST', url, payload, headers });
    return { status: reply.statusCode, headers: reply.headers, json: (): unknown => reply.json(), body: reply.body };
  };
  return { app, memory, unsubscribe, post };
}

export function basic(key: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, 'content-type': 'application/json' };
}

export const virtualClock = createVirtualClock;
