import { bounceClassOf } from '../bounce-class.js';
import type { BounceClass, MailEvent } from '../mail-event.js';
import { sendKeyIn } from '../send-key.js';
import { at, parseJson, textAt, timeAt } from './json.js';
import type { Provider } from './provider.js';
import { isSameSecret } from './same-secret.js';

const acts: Readonly<Record<string, MailEvent['act']>> = {
  Delivery: 'delivered',
  Bounce: 'bounced',
  SpamComplaint: 'complained',
  Open: 'opened',
  Click: 'clicked',
};

/** Postmark signs nothing: the address it calls carries a user and a secret as Basic authentication. */
export function postmark(secret: string): Provider {
  return async ({ header, body, now }) => {
    const given = /^basic +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
    const password = given === undefined ? undefined : Buffer.from(given, 'base64').toString('utf8').replace(/^[^:]*:/, '');
    if (password === undefined || !isSameSecret(password, secret)) return { kind: 'refused' };
    const said = parseJson(body);
    const type = textAt(said, 'RecordType');
    if (type === undefined) return { kind: 'malformed' };
    const act = acts[type];
    // Our Message-ID, which the header X-PM-KeepID keeps; or what we gave it to carry.
    const sendKey = sendKeyIn(textAt(said, 'Metadata', 'perennial')) ?? sendKeyIn(textAt(said, 'MessageID'));
    if (act === undefined || sendKey === undefined) return { kind: 'events', events: [] };
    const when = textAt(said, 'BouncedAt') ?? textAt(said, 'DeliveredAt') ?? textAt(said, 'ReceivedAt') ?? '';
    const link = textAt(said, 'OriginalLink');
    const event: MailEvent = {
      sendKey,
      act,
      ...(act === 'bounced' ? { bounce: bounceOf(said) } : {}),
      ...(link === undefined ? {} : { link }),
      at: timeAt(now, { when }, 'when'),
      // Who follows a link is judged by us, never by others: their counts include programs.
      machine: act === 'opened' || act === 'clicked',
      source: 'postmark',
      dedupKey: `${type}:${JSON.stringify(at(said, 'ID') ?? '')}:${sendKey}:${when}`,
    };
    return { kind: 'events', events: [event] };
  };
}

function bounceOf(said: unknown): BounceClass {
  const type = textAt(said, 'Type') ?? '';
  if (type === 'HardBounce' || type === 'BadEmailAddress') return 'hard';
  if (type === 'Blocked' || type === 'SpamNotification' || type === 'DMARCPolicy') return 'policy';
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(textAt(said, 'Details') ?? '')?.[0];
  return (status === undefined ? undefined : bounceClassOf(status)) ?? 'soft';
}
