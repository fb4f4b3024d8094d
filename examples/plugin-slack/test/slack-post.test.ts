import { testAction } from 'perennial/plugin';
import { expect, test } from 'vitest';
import { slackPost } from '../src/slack-post.action.js';

const config = { text: 'A trial of Quill and Sons was activated.', icon: 'tada' } as const;
const secrets = { SLACK_WEBHOOK_URL: 'https://hooks.slack.example/services/T0/B0/secret' };

/** One run against a Slack that answers so. */
async function post(answer: Response) {
  const asked: Request[] = [];
  const result = await slackPost.run(
    { config, lead: { userId: 'u-1', attributes: {} }, entry: { event: 'activated', properties: {} } },
    {
      idempotencyKey: 'k-1',
      attempt: 1,
      signal: new AbortController().signal,
      heartbeat: () => {},
      log: { info: () => {}, warn: () => {} },
      secret: () => secrets.SLACK_WEBHOOK_URL,
      now: () => Date.UTC(2026, 2, 2, 9),
      fetch: async (input, init) => {
        asked.push(new Request(input, init));
        return answer;
      },
    },
  );
  return { result, asked };
}

test('it is what an action must be', async () => {
  const { failures } = await testAction(slackPost, { config, secrets, outside: () => new Response('ok') });
  expect(failures).toEqual([]);
});

test('the line is posted to the webhook', async () => {
  const { result, asked } = await post(new Response('ok'));
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${secrets.SLACK_WEBHOOK_URL}`]);
  expect(await asked[0]?.json()).toEqual({ text: config.text, icon_emoji: ':tada:' });
  expect(result).toEqual({ kind: 'done', output: { posted_at: '2026-03-02T09:00:00.000Z' } });
});

test('a limit is waited for, a refusal is final, a fault is tried again', async () => {
  expect((await post(new Response('', { status: 429, headers: { 'retry-after': '30' } }))).result).toMatchObject({ kind: 'later', afterMs: 30_000 });
  expect((await post(new Response('', { status: 404 }))).result).toMatchObject({ kind: 'refused' });
  await expect(post(new Response('', { status: 503 }))).rejects.toThrow('503');
});

test('a line that wakes a whole channel is refused before it leaves', () => {
  expect(slackPost.check({ text: 'Look, <!channel>' })).toEqual([{ path: '/text', message: 'wakes a whole channel' }]);
});
