import type { BounceClass } from './mail-event.js';

/**
 * What a status of RFC 3463 says of the mailbox: 5.1.x speaks of addresses, though 5.1.7 and 5.1.8
 * mean the sender's; 5.2.1 is a mailbox that was closed, 5.2.2 a full one; 5.7.x is policy. Anything
 * else that failed for good speaks of a server or of the message, and may be otherwise next time.
 */
export function bounceClassOf(status: string): BounceClass | undefined {
  const [, kind, subject = '', detail = ''] = /^([245])\.(\d{1,3})\.(\d{1,3})$/.exec(status) ?? [];
  if (kind === undefined || kind === '2') return undefined;
  if (kind === '4') return 'soft';
  if (subject === '7') return 'policy';
  if (subject === '1') return detail === '7' || detail === '8' ? 'policy' : 'hard';
  return subject === '2' && detail === '1' ? 'hard' : 'soft';
}
