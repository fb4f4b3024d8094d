import { createHash } from 'node:crypto';

/** The Message-ID of a send, with its angle brackets: the same for every try, and no way back to the lead. */
export function messageIdOf(sendKey: string, domain: string): string {
  return `<${createHash('sha256').update(sendKey).digest('hex').slice(0, 40)}@${domain}>`;
}

/** The part after the last `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
