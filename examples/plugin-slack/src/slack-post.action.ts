import { defineAction } from 'perennial/plugin';

/** Slack asks for one message a second and webhook. */
const secondsUnsaid = 1;

/**
 * Posts a line to a channel, by a webhook that Slack or a compatible service gave out.
 *
 * A webhook takes no idempotency key: when a crash hides the answer the line may come twice, and
 * the action says so.
 */
export const slackPost = defineAction({
  name: 'slack-post',
  version: 1,
  summary: 'Post a line to a Slack-compatible webhook.',
  config: {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 3_000, description: 'The line, in Slack’s own markup.' },
      channel: { type: 'string', pattern: '^[#@]', description: 'Where the webhook allows another one.', examples: ['#sales'] },
      icon: { type: 'string', enum: ['bell', 'tada', 'warning'] },
    },
    required: ['text'],
  },
  output: {
    type: 'object',
    properties: { posted_at: { type: 'string', format: 'date-time', description: 'When Slack took it.' } },
    required: ['posted_at'],
  },
  effect: 'at-least-once',
  consent: 'none',
  timeouts: { attempt: '10s', total: '1h' },
  retry: { attempts: 8, first: '2s', most: '10min' },
  secrets: ['SLACK_WEBHOOK_URL'],
  check: ({ text }) => (/<!(?:channel|here|everyone)>/.test(text) ? [{ path: '/text', message: 'wakes a whole channel' }] : []),
  async run({ config }, { fetch, log, now, secret, signal }) {
    const { text, channel, icon } = config;
    const body = { text, ...(channel === undefined ? {} : { channel }), ...(icon === undefined ? {} : { icon_emoji: `:${icon}:` }) };
    const answer = await fetch(secret('SLACK_WEBHOOK_URL'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    if (answer.ok) return { kind: 'done', output: { posted_at: new Date(now()).toISOString() } };
    log.warn('Slack did not take the line', { status: answer.status });
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after') ?? secondsUnsaid);
      return { kind: 'later', afterMs: seconds * 1_000, reason: 'Slack asks for patience' };
    }
    if (answer.status >= 500) throw new Error(`Slack answered ${answer.status}`);
    return { kind: 'refused', reason: `Slack answered ${answer.status}` };
  },
});
