import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { emailDomain } from '../src/email-domain.function.js';
import { slackReaction } from '../src/slack-reaction.trigger.js';

const now = Date.UTC(2026, 2, 2, 9);

async function receive(body: string, at = now / 1_000, key = 'signing-secret') {
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`;
  return slackReaction.receive(
    { config: {}, method: 'POST', headers: { 'x-slack-request-timestamp': String(at), 'x-slack-signature': signature }, body },
    {
      signal: new AbortController().signal,
      log: { info: () => {}, warn: () => {} },
      secret: () => 'signing-secret',
      now: () => now,
      fetch: () => Promise.reject(new Error('it asks nobody')),
    },
  );
}

const added = JSON.stringify({ event_id: 'Ev1', event: { type: 'reaction_added', user: 'U1', reaction: 'tada' } });

test('a reaction becomes an event, told apart by Slack’s own id', async () => {
  expect(await receive(added)).toEqual({
    kind: 'events',
    events: [{ userId: 'U1', messageId: 'Ev1', properties: { reaction: 'tada' } }],
  });
});

test('Slack’s handshake is answered', async () => {
  expect(await receive('{"type":"url_verification","challenge":"abc"}')).toEqual({ kind: 'answer', body: 'abc' });
});

test('a call that is old or signed by somebody else is refused', async () => {
  expect(await receive(added, now / 1_000 - 301)).toMatchObject({ kind: 'refused', reason: 'too old' });
  expect(await receive(added, now / 1_000, 'guessed')).toMatchObject({ kind: 'refused', reason: 'not signed by Slack' });
});

test('the domain of an address', () => {
  expect(emailDomain.evaluate(['Ada@Quill.Example'])).toBe('quill.example');
  expect(emailDomain.evaluate(['nobody'])).toBeNull();
});
