import { describe, expect, test } from 'vitest';
import { createIngest } from '../../../runtime/ingest/ingest-server.js';
import type { TaskAnswered } from '../../../runtime/ingest/task-routes.js';
import type { TriggerAnswer } from '../../../runtime/ingest/trigger-routes.js';
import { createUnsubscribeTokens } from '../../../runtime/ingest/mail/unsubscribe-token.js';
import { basic, createMemoryAppend, exampleSchema, noon, standingClock, writeKey } from './open-ingest.js';

async function openWith(answered: () => TaskAnswered, received: () => TriggerAnswer = () => ({ kind: 'unknown' })) {
  const memory = createMemoryAppend();
  const given: unknown[] = [];
  const app = await createIngest({
    clock: standingClock,
    writeKeys: [writeKey],
    schema: () => exampleSchema,
    append: memory.append,
    unsubscribe: createUnsubscribeTokens('a secret'),
    tasks: {
      apiKeys: ['api-key'],
      async answer(answer) {
        given.push(answer);
        return answered();
      },
    },
    async trigger(event, call) {
      given.push({ event, ...call });
      return received();
    },
  });
  const post = async (url: string, body: unknown, headers: Record<string, string> = { authorization: 'Bearer api-key' }) => {
    const reply = await app.inject({ method: 'POST', url, payload: typeof body === 'string' ? body : JSON.stringify(body), headers });
    return { status: reply.statusCode, body: reply.body, retryAfter: reply.headers['retry-after'] };
  };
  return { post, given, memory };
}

describe('an answer to a task', () => {
  const url = '/v1/tasks/t-1/outcome';
  const recorded = (): TaskAnswered => ({ kind: 'recorded', outcome: 'yes', late: false });

  test('is taken from whoever has an API key, as bearer or as user name, and from nobody else', async () => {
    const { post, given } = await openWith(recorded);
    expect((await post(url, { outcome: 'yes', by: 'anna' })).status).toBe(200);
    expect((await post(url, { outcome: 'yes' }, basic('api-key'))).status).toBe(200);
    for (const headers of [{}, { authorization: 'Bearer wrong' }, basic(writeKey), { authorization: 'Bearer' }] as Record<string, string>[]) {
      expect((await post(url, { outcome: 'yes' }, headers)).status).toBe(401);
    }
    expect(given).toEqual([{ taskId: 't-1', outcome: 'yes', by: 'anna' }, { taskId: 't-1', outcome: 'yes' }]);
  });

  test.each([
    [{ kind: 'recorded', outcome: 'yes', late: true }, 200, { success: true, status: 'recorded', outcome: 'yes', late: true }],
    [{ kind: 'same', outcome: 'yes', late: false }, 200, { success: true, status: 'duplicate', outcome: 'yes', late: false }],
    [{ kind: 'answered', outcome: 'no' }, 409, { success: false, message: 'The task was answered before; the first answer counts.', outcome: 'no' }],
    [{ kind: 'not-an-outcome', valid: ['yes', 'no'] }, 422, { success: false, message: 'The task knows these outcomes: yes, no.', outcomes: ['yes', 'no'] }],
    [{ kind: 'unknown' }, 404, { success: false, message: 'There is no such task.' }],
  ] as const)('%j is told as %i', async (answered, status, said) => {
    const { post } = await openWith(() => answered);
    const reply = await post(url, { outcome: 'yes' });
    expect([reply.status, JSON.parse(reply.body)]).toEqual([status, said]);
  });

  test('that cannot be read, or is too large, reaches nobody', async () => {
    const { post, given } = await openWith(recorded);
    for (const body of ['', 'no JSON', '[]', '{}', '{"outcome":5}', '{"outcome":""}', '{"outcome":"a\\u0000"}', { outcome: 'x'.repeat(256) }, { outcome: 'yes', by: 5 }, { outcome: 'yes', more: 'x'.repeat(20_000) }]) {
      expect((await post(url, body)).status).toBe(400);
    }
    expect(given).toEqual([]);
  });

  test('is asked for again where the store is out of reach', async () => {
    const { post } = await openWith(() => {
      throw new Error('connection refused for ada@example.com');
    });
    const reply = await post(url, { outcome: 'yes' });
    expect([reply.status, reply.retryAfter]).toEqual([503, '5']);
    expect(reply.body).not.toContain('ada');
  });
});

describe('a call for a trigger of a plug-in', () => {
  const url = '/v1/triggers/reaction_added';
  const event = { userId: 'u-1', messageId: 'e-1', properties: { reaction: 'tada' } };
  const events = (list: readonly unknown[]) => (): TriggerAnswer => ({ kind: 'events', event: 'reaction_added', events: list });
  const nobody = (): TaskAnswered => ({ kind: 'unknown' });

  test('reaches its plug-in as it came, and becomes an event as if from a source, once', async () => {
    const { post, given, memory } = await openWith(nobody, events([{ ...event, at: '2026-02-28T10:00:00Z' }]));
    expect((await post(url, '{"a": 1}', { 'x-signature': 's' })).status).toBe(200);
    expect((await post(url, '{"a": 1}')).status).toBe(200);
    expect(given[0]).toMatchObject({ event: 'reaction_added', method: 'POST', body: '{"a": 1}', headers: { 'x-signature': 's' } });
    expect(memory.stored).toEqual([
      {
        source: 'trigger-reaction_added',
        messageId: 'e-1',
        userId: 'u-1',
        kind: 'track',
        name: 'reaction_added',
        at: Date.UTC(2026, 1, 28, 10),
        receivedAt: noon,
        properties: { reaction: 'tada' },
      },
    ]);
  });

  test.each([
    [{ kind: 'answer', body: 'challenge' }, 200],
    [{ kind: 'refused' }, 401],
    [{ kind: 'failed' }, 503],
    [{ kind: 'unknown' }, 404],
  ] as const)('is answered: %j', async (answer, status) => {
    const { post, memory } = await openWith(nobody, () => answer);
    const reply = await post(url, '{}');
    expect(reply.status).toBe(status);
    if (answer.kind === 'answer') expect(reply.body).toBe('challenge');
    expect(memory.stored).toEqual([]);
  });

  test.each([undefined, {}, { ...event, userId: '' }, { ...event, messageId: 5 }, { ...event, properties: 'x' }, { ...event, at: 'yesterday' }, { ...event, properties: { x: '\0' } }])(
    'stores nothing that cannot be stored: %j',
    async (broken) => {
      const { post, memory } = await openWith(nobody, events([event, broken]));
      expect((await post(url, '{}')).status).toBe(422);
      expect(memory.stored).toEqual([]);
    },
  );
});
