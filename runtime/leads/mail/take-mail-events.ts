import type { MailEvent } from '../../mail-events/mail-event.js';
import type { IncomingEvent } from '../../store/events.js';
import { appendEvents } from '../../store/events.js';
import { storeMessageEvents } from '../../store/facts/message-events.js';
import { settleUnknown } from '../../store/reports/unknown.js';
import type { LeadDesk } from '../lead-lock.js';
import { lookAtActs } from '../facts/look-again.js';
import type { KnownMessage } from './known-messages.js';
import { knownMessages } from './known-messages.js';
import { suppressAfter } from './suppress-after.js';

/**
 * Takes in what became of messages: the table of acts, the lead's own events (`email_clicked`, …),
 * suppressions, withdrawn consent, and sends of which nobody knew whether they left. What names no
 * message of ours is left out; what programs did is kept and tells nobody.
 *
 * Each part knows what it did before, so a call that broke off is mended by the same call again.
 *
 * @returns how many speak of a message of ours
 */
export async function takeMailEvents(desk: LeadDesk, events: readonly MailEvent[]): Promise<number> {
  const known = await knownMessages(desk, [...new Set(events.map(({ sendKey }) => sendKey))]);
  const ours = events.flatMap((event) => {
    const message = known.get(event.sendKey);
    if (message === undefined) return [];
    const now = desk.clock.now(message.leadId);
    return [{ event: { ...event, at: Math.min(event.at, now) }, message, now }];
  });
  if (ours.length === 0) return 0;
  await storeMessageEvents(desk.db, ours.map(({ event }) => event));
  for (const { event, message, now } of ours) {
    // A message that is told of has left; of a bounce nothing more is known than that.
    if (message.state === 'unknown' && event.act !== 'unsubscribed') {
      await settleUnknown(desk.db, event.sendKey, event.act === 'bounced' ? 'refused' : 'sent', now, 'mail_event');
    }
    await suppressAfter(desk, event, message, now);
    await appendEvents(desk.db, eventsOf(event, message), now);
  }
  // All, not only the fresh ones: an earlier call may have ended just before this.
  await lookAtActs(desk, ours.map(({ event, message }) => ({ ...message, act: event.act, machine: event.machine })));
  return ours.length;
}

/** What the lead's history says of it. */
function eventsOf(event: MailEvent, message: KnownMessage): readonly IncomingEvent[] {
  if (event.machine) return [];
  const { campaign, step, template, topic, userId } = message;
  const about = { campaign, step, ...(template === undefined ? {} : { template }), ...(topic === undefined ? {} : { topic }) };
  const track = (name: string, properties: Readonly<Record<string, unknown>>): IncomingEvent => ({
    source: `mail-${event.source}`,
    messageId: `${name}:${event.dedupKey}`,
    userId,
    kind: 'track',
    name,
    at: event.at,
    properties,
  });
  switch (event.act) {
    case 'delivered':
      return [];
    case 'opened':
      return [track('email_opened', about)];
    case 'clicked':
      return [track('email_clicked', { ...about, ...(event.link === undefined ? {} : { url: event.link }) })];
    case 'replied':
      return [track('email_replied', about)];
    case 'bounced':
      return [track('email_bounced', { ...about, bounce: event.bounce === 'hard' ? 'hard' : 'soft' })];
    case 'complained':
      // Whoever reports one mail wants none.
      return [track('email_complained', about), track('unsubscribed', {})];
    case 'unsubscribed':
      return [track('unsubscribed', topic === undefined ? {} : { topic })];
  }
}
