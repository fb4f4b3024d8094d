import { createPublicKey, verify } from 'node:crypto';
import { bounceClassOf } from '../bounce-class.js';
import type { BounceClass, MailEvent } from '../mail-event.js';
import { sendKeyIn } from '../send-key.js';
import { parseJson, textAt, timeAt } from './json.js';
import type { Provider } from './provider.js';
import { isFresh } from './provider.js';

const acts: Readonly<Record<string, MailEvent['act']>> = {
  delivered: 'delivered',
  bounce: 'bounced',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
  open: 'opened',
  click: 'clicked',
};

/**
 * SendGrid signs time and body with ECDSA (P-256, SHA-256).
 *
 * @throws when the key is no public key in base64, as its settings show it
 */
export function sendgrid(publicKey: string): Provider {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return async ({ header, body, now }) => {
    const time = header('x-twilio-email-event-webhook-timestamp');
    const signature = header('x-twilio-email-event-webhook-signature');
    if (!isFresh(time, now) || signature === undefined) return { kind: 'refused' };
    const signed = Buffer.concat([Buffer.from(time ?? ''), body]);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64'))) return { kind: 'refused' };
    const said = parseJson(body);
    if (!Array.isArray(said)) return { kind: 'malformed' };
    const all: readonly unknown[] = said;
    return { kind: 'events', events: all.flatMap((one) => eventOf(one, now)) };
  };
}

function eventOf(said: unknown, now: number): readonly MailEvent[] {
  const act = acts[textAt(said, 'event') ?? ''];
  const sendKey = sendKeyIn(textAt(said, 'smtp-id'));
  const id = textAt(said, 'sg_event_id');
  if (act === undefined || sendKey === undefined || id === undefined) return [];
  const link = textAt(said, 'url');
  return [
    {
      sendKey,
      act,
      ...(act === 'bounced' ? { bounce: bounceOf(said) } : {}),
      ...(link === undefined ? {} : { link }),
      at: timeAt(now, said, 'timestamp'),
      machine: act === 'opened' || act === 'clicked',
      source: 'sendgrid',
      dedupKey: id,
    },
  ];
}

function bounceOf(said: unknown): BounceClass {
  const status = textAt(said, 'status');
  const known = status === undefined ? undefined : bounceClassOf(status);
  return known ?? (textAt(said, 'type') === 'blocked' ? 'policy' : 'soft');
}
