import type { Channel, Outcome, OutgoingMail } from './channel.js';

export interface AllowList {
  /** For the timeline. */
  readonly environment: string;
  /** Addresses, and `@domains`; asked for each message, because a release may change it. */
  allowed(): readonly string[];
}

/** Whether the list names the address, or its domain; capitals make no difference. */
export function isAllowed(allow: readonly string[], address: string): boolean {
  const to = address.trim().toLowerCase();
  const at = to.lastIndexOf('@');
  if (at < 0) return allow.some((entry) => entry.trim().toLowerCase() === to);
  const domain = to.slice(at);
  return allow.some((entry) => {
    const wanted = entry.trim().toLowerCase();
    return wanted === to || wanted === domain;
  });
}

/**
 * Delivers to whom the list names; what goes to anybody else is kept by `instead`, and says so in
 * the timeline.
 */
export function withAllowList(channel: Channel, instead: Channel, { environment, allowed }: AllowList): Channel {
  return {
    deadlineMs: Math.max(channel.deadlineMs, instead.deadlineMs),
    async deliver(mail, underWay): Promise<Outcome> {
      if (isAllowed(allowed(), mail.to)) return channel.deliver(mail, underWay);
      const outcome = await instead.deliver(keepable(mail), underWay);
      if (outcome.kind !== 'sent') return outcome;
      return { ...outcome, note: `Kept in the local inbox: the environment "${environment}" writes to its allow-list only.` };
    },
    lookUp: (messageId) => channel.lookUp(messageId),
    // Both belong to whoever made them.
    async close() {},
  };
}

/** The inbox takes addresses alone; a number or a user's id becomes one that nobody has. */
function keepable(mail: OutgoingMail): OutgoingMail {
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(mail.to)) return mail;
  return { ...mail, to: `${mail.to.replaceAll(/[^\w.+-]/g, '_') || 'nobody'}@kept.invalid` };
}
