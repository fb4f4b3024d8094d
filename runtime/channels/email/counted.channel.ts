import type { Channel, OutgoingMail } from '../channel.js';
import type { LinkRules } from './count-links.js';
import { withCountedLinks } from './count-links.js';

/**
 * The channel with links counted. It is done at the door: what was said to a person is known by the
 * words alone, and two mails with the same words are the same although their links differ.
 */
export function withLinks(channel: Channel, rulesFor: (mail: OutgoingMail) => LinkRules | undefined): Channel {
  return {
    deadlineMs: channel.deadlineMs,
    async deliver(mail, underWay) {
      const rules = rulesFor(mail);
      return channel.deliver(rules === undefined ? mail : withCountedLinks(mail, rules), underWay);
    },
    lookUp: (messageId) => channel.lookUp(messageId),
    close: () => channel.close(),
  };
}
