import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../channels/channel.js';

/**
 * SHA-256, in hex, of what a person reads and where: the same words to the same address have the
 * same hash, whichever campaign, enrolment or day they come from.
 */
export function renderedHash({ to, subject, html, text }: OutgoingMail): string {
  return createHash('sha256')
    .update(JSON.stringify([to.trim().toLowerCase(), subject, html, text]))
    .digest('hex');
}
