import type { BounceClass, MailEvent } from '../mail-event.js';
import { sendKeyIn } from '../send-key.js';
import { at, parseJson, textAt, timeAt } from './json.js';
import type { Provider } from './provider.js';
import type { FetchText } from './sns.js';
import { createSnsCheck, isSnsAddress } from './sns.js';

const acts: Readonly<Record<string, MailEvent['act']>> = {
  Delivery: 'delivered',
  Bounce: 'bounced',
  Complaint: 'complained',
  Open: 'opened',
  Click: 'clicked',
};

/** SES tells through one topic of SNS, whose subscription is confirmed by itself. */
export function ses(topicArn: string, fetchText: FetchText): Provider {
  const isSigned = createSnsCheck(fetchText);
  return async ({ body, now }) => {
    const message = parseJson(body);
    if (textAt(message, 'TopicArn') !== topicArn || !(await isSigned(message, now))) return { kind: 'refused' };
    const type = textAt(message, 'Type');
    if (type === 'SubscriptionConfirmation') {
      const address = textAt(message, 'SubscribeURL') ?? '';
      if (!isSnsAddress(address)) return { kind: 'refused' };
      await fetchText(address);
      return { kind: 'events', events: [] };
    }
    if (type !== 'Notification') return { kind: 'events', events: [] };
    const said = parseJson(textAt(message, 'Message') ?? '');
    const id = textAt(message, 'MessageId');
    if (said === undefined || id === undefined) return { kind: 'malformed' };
    return { kind: 'events', events: eventOf(said, id, now) };
  };
}

function eventOf(said: unknown, id: string, now: number): readonly MailEvent[] {
  const act = acts[textAt(said, 'eventType') ?? textAt(said, 'notificationType') ?? ''];
  // SES gives a Message-ID of its own; ours is among the headers it took.
  const headers = at(said, 'mail', 'headers');
  const sendKey = sendKeyIn(textAt(said, 'mail', 'commonHeaders', 'messageId')) ?? sendKeyIn(JSON.stringify(headers ?? ''));
  if (act === undefined || sendKey === undefined) return [];
  const link = textAt(said, 'click', 'link');
  const part = { bounced: 'bounce', complained: 'complaint', delivered: 'delivery', opened: 'open', clicked: 'click' } as const;
  const own = act === 'replied' || act === 'unsubscribed' ? undefined : at(said, part[act]);
  return [
    {
      sendKey,
      act,
      ...(act === 'bounced' ? { bounce: bounceOf(own) } : {}),
      ...(link === undefined ? {} : { link }),
      at: timeAt(now, own, 'timestamp'),
      machine: act === 'opened' || act === 'clicked',
      source: 'ses',
      dedupKey: id,
    },
  ];
}

function bounceOf(bounce: unknown): BounceClass {
  if (textAt(bounce, 'bounceType') !== 'Permanent') return 'soft';
  const sub = textAt(bounce, 'bounceSubType');
  return sub === 'MessageTooLarge' || sub === 'ContentRejected' || sub === 'AttachmentRejected' ? 'policy' : 'hard';
}
