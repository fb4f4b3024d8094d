import { createHmac } from 'node:crypto';
import { bounceClassOf } from '../bounce-class.js';
import type { BounceClass, MailEvent } from '../mail-event.js';
import { sendKeyIn } from '../send-key.js';
import { at, parseJson, textAt, timeAt } from './json.js';
import type { Provider } from './provider.js';
import { isFresh, toleranceMs } from './provider.js';
import { isSameSecret } from './same-secret.js';

const acts: Readonly<Record<string, MailEvent['act']>> = {
  delivered: 'delivered',
  failed: 'bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
  opened: 'opened',
  clicked: 'clicked',
};

/**
 * Mailgun signs time and a token (HMAC-SHA256), and not what it says: so a token counts for one body
 * alone, in this process, as long as its time is fresh.
 */
export function mailgun(secret: string): Provider {
  const used = new Map<string, { readonly body: string; readonly at: number }>();
  return async ({ body, now }) => {
    const said = parseJson(body);
    const time = textAt(said, 'signature', 'timestamp');
    const token = textAt(said, 'signature', 'token') ?? '';
    const wanted = createHmac('sha256', secret).update(`${time ?? ''}${token}`).digest('hex');
    if (!isFresh(time, now) || !isSameSecret(textAt(said, 'signature', 'signature') ?? '', wanted)) return { kind: 'refused' };
    for (const [known, { at: since }] of used) if (now - since > 2 * toleranceMs) used.delete(known);
    const text = body.toString();
    const before = used.get(token);
    if (before !== undefined && before.body !== text) return { kind: 'refused' };
    used.set(token, { body: text, at: now });
    const data = at(said, 'event-data');
    const id = textAt(data, 'id');
    const act = acts[textAt(data, 'event') ?? ''];
    if (id === undefined) return { kind: 'malformed' };
    // Ids come without the angle brackets.
    const sendKey = sendKeyIn(textAt(data, 'message', 'headers', 'message-id'));
    if (act === undefined || sendKey === undefined) return { kind: 'events', events: [] };
    const link = textAt(data, 'url');
    const event: MailEvent = {
      sendKey,
      act,
      ...(act === 'bounced' ? { bounce: bounceOf(data) } : {}),
      ...(link === undefined ? {} : { link }),
      at: timeAt(now, data, 'timestamp'),
      machine: act === 'opened' || act === 'clicked',
      source: 'mailgun',
      dedupKey: id,
    };
    return { kind: 'events', events: [event] };
  };
}

function bounceOf(data: unknown): BounceClass {
  if (textAt(data, 'severity') === 'temporary') return 'soft';
  const status = textAt(data, 'delivery-status', 'enhanced-code');
  return (status === undefined ? undefined : bounceClassOf(status)) ?? 'soft';
}
