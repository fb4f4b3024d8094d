import { expect, test } from 'vitest';
import type { ActionContext, ActionInput, ActionResult } from '../../../runtime/extensions/plugin.js';
import { defineAction, testAction } from '../../../runtime/extensions/plugin.js';

const config = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } as const;
const output = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const;

type Run = (input: ActionInput<{ readonly text: string }>, context: ActionContext) => Promise<ActionResult<{ readonly id: string }>>;

/** What the suite says of an action that runs so. */
async function failures(run: Run, effect: 'idempotent' | 'at-least-once' = 'idempotent'): Promise<readonly string[]> {
  const action = defineAction({ name: 'post-line', version: 1, summary: 'Post.', config, output, effect, consent: 'none', secrets: ['TOKEN'], run });
  const sample = { config: { text: 'hello' }, secrets: { TOKEN: 's3cret-token' }, outside: () => new Response('{"id":"1"}') };
  return (await testAction(action, sample)).failures;
}

const done = { kind: 'done', output: { id: '1' } } as const;

const good: Run = async ({ config: { text } }, { fetch, idempotencyKey, secret, signal }) => {
  const headers = { 'idempotency-key': idempotencyKey, authorization: `Bearer ${secret('TOKEN')}` };
  await fetch('https://api.example/lines', { method: 'POST', body: text, headers, signal });
  return done;
};

test('an action that keeps its promises passes', async () => {
  expect(await failures(good)).toEqual([]);
});

test('one that asks nobody passes too', async () => {
  expect(await failures(async () => done)).toEqual([]);
});

test('one that says it is idempotent hands on its key', async () => {
  const run: Run = async (_, { fetch, signal }) => {
    await fetch('https://api.example/lines', { method: 'POST', signal });
    return done;
  };
  expect(await failures(run)).toEqual([
    'same key twice: "idempotent", but POST https://api.example/lines carries no idempotency key; hand on context.idempotencyKey',
  ]);
  expect(await failures(run, 'at-least-once')).toEqual([]);
});

test('one that asks otherwise the second time is found out', async () => {
  const run: Run = async (_, { attempt, fetch, idempotencyKey, signal }) => {
    await fetch(`https://api.example/lines/${attempt}`, { method: 'PUT', body: idempotencyKey, signal });
    return done;
  };
  expect(await failures(run)).toEqual(['same key twice: the second run asked for something else under the same key']);
});

test('one that hears neither time nor cancelling is found out', async () => {
  const run: Run = async (_, { fetch }) => {
    await fetch('https://api.example/lines/1');
    return done;
  };
  expect(await failures(run)).toEqual([
    'time over: it does not stop when its time is over; hand context.signal to fetch',
    'cancelled before: it was cancelled, and asked GET https://api.example/lines/1 all the same',
  ]);
});

test('one that takes silence for success is found out', async () => {
  const run: Run = async (_, { fetch, signal }) => {
    await fetch('https://api.example/lines/1', { signal }).catch(() => {});
    return done;
  };
  expect(await failures(run)).toEqual(['time over: it says "done" though nobody answered']);
});

test('one that hands over something else than it says is found out', async () => {
  const other = JSON.parse('{"kind":"done","output":{"id":7}}');
  expect(await failures(async () => other)).toEqual(['same key twice: the output is not valid: /id must be string']);
});

test('one that tells its secrets, or asks for others, is found out', async () => {
  const telling: Run = async (_, { log, secret }) => {
    log.info('posting', { token: secret('TOKEN') });
    return done;
  };
  expect(await failures(telling)).toEqual(['secrets kept: the secret "TOKEN" stands in its log or its output']);
  const asking: Run = async (_, { secret }) => {
    secret('PASSWORD');
    return done;
  };
  expect((await failures(asking))[0]).toBe('same key twice: it threw: "PASSWORD" is not among the secrets that it declares');
});
