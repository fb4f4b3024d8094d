import { createHmac } from 'node:crypto';
import type { BounceClass, MailEvent } from '../mail-event.js';
import { sendKeyIn } from '../send-key.js';
import { at, parseJson, textAt, timeAt } from './json.js';
import type { Provider } from './provider.js';
import { isFresh } from './provider.js';
import { isSameSecret } from './same-secret.js';

const acts: Readonly<Record<string, MailEvent['act']>> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
};

/** Resend signs as Svix and Standard Webhooks do: HMAC-SHA256 over id, time and body. */
export function resend(secret: string): Provider {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return async ({ header, body, now }) => {
    const id = header('svix-id');
    const time = header('svix-timestamp');
    if (id === undefined || !isFresh(time, now)) return { kind: 'refused' };
    const wanted = createHmac('sha256', key).update(`${id}.${time ?? ''}.`).update(body).digest('base64');
    const given = (header('svix-signature') ?? '').split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []));
    if (!given.some((one) => isSameSecret(one, wanted))) return { kind: 'refused' };
    const said = parseJson(body);
    const type = textAt(said, 'type');
    if (type === undefined) return { kind: 'malformed' };
    const act = acts[type];
    const headers = at(said, 'data', 'headers');
    const sendKey = sendKeyIn(textAt(said, 'data', 'message_id')) ?? sendKeyIn(JSON.stringify(headers ?? ''));
    if (act === undefined || sendKey === undefined) return { kind: 'events', events: [] };
    const link = textAt(said, 'data', 'click', 'link');
    const event: MailEvent = {
      sendKey,
      act,
      ...(act === 'bounced' ? { bounce: bounceOf(textAt(said, 'data', 'bounce', 'type')) } : {}),
      ...(link === undefined ? {} : { link }),
      at: timeAt(now, said, 'created_at'),
      machine: act === 'opened' || act === 'clicked',
      source: 'resend',
      dedupKey: id,
    };
    return { kind: 'events', events: [event] };
  };
}

function bounceOf(type: string | undefined): BounceClass {
  return type === 'Permanent' ? 'hard' : 'soft';
}
