import { createHmac, timingSafeEqual } from 'node:crypto';
import { defineTrigger } from 'perennial/plugin';

/** As Slack advises: older calls are somebody's repetition. */
const oldestSeconds = 300;

/** A reaction in Slack as the event `slack_reaction_added`, for people whose Slack id is their user id. */
export const slackReaction = defineTrigger({
  name: 'slack-reaction',
  version: 1,
  summary: 'Hear reactions from the Slack Events API.',
  event: 'slack_reaction_added',
  config: { type: 'object', properties: {} },
  properties: {
    type: 'object',
    properties: { reaction: { type: 'string', description: 'The name of the emoji.' } },
    required: ['reaction'],
  },
  secrets: ['SLACK_SIGNING_SECRET'],
  async receive({ headers, body }, { now, secret }) {
    const { 'x-slack-request-timestamp': at = '', 'x-slack-signature': signature = '' } = headers;
    if (Math.abs(now() / 1_000 - Number(at)) > oldestSeconds) return { kind: 'refused', reason: 'too old' };
    const wanted = `v0=${createHmac('sha256', secret('SLACK_SIGNING_SECRET')).update(`v0:${at}:${body}`).digest('hex')}`;
    if (!sameText(wanted, signature)) return { kind: 'refused', reason: 'not signed by Slack' };

    const call: unknown = JSON.parse(body);
    const challenge = textAt(call, 'challenge');
    if (challenge !== undefined) return { kind: 'answer', body: challenge };
    const event = valueAt(call, 'event');
    const userId = textAt(event, 'user');
    const reaction = textAt(event, 'reaction');
    const messageId = textAt(call, 'event_id');
    if (textAt(event, 'type') !== 'reaction_added' || userId === undefined || reaction === undefined || messageId === undefined) {
      return { kind: 'events', events: [] };
    }
    return { kind: 'events', events: [{ userId, messageId, properties: { reaction } }] };
  },
});

function sameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found : undefined;
}
