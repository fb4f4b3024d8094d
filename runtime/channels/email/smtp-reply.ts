import type { Outcome } from '../channel.js';

/** How far a hand-over came, and what stopped it. */
export interface SmtpFailure {
  /** True once the final dot may have left: from then on only the server's own words say anything. */
  readonly afterDot: boolean;
  /** The command that was answered: `MAIL FROM`, `RCPT TO`, `DATA`; other words for the connection itself. */
  readonly command?: string;
  /** The reply's code; absent when the connection failed without a reply. */
  readonly code?: number;
  /** The reply, or what happened to the connection. */
  readonly response: string;
}

/** What a failed hand-over means; undefined when nothing was accepted and trying again is safe. */
export function outcomeOfFailure(failure: SmtpFailure): Outcome | undefined {
  const { afterDot, command, code, response } = failure;
  const answered = code !== undefined && (command === 'RCPT TO' || command === 'MAIL FROM' || command === 'DATA');
  if (!answered) return afterDot ? { kind: 'unknown', response } : undefined;
  // 503 and 530 speak of the session (wrong order, no login), not of this message.
  if (code < 500 || code === 503 || code === 530) return undefined;
  const suppress = command === 'RCPT TO' && isNoMailbox(code, response) ? 'no_mailbox' : false;
  return { kind: 'refused', response, suppress };
}

/**
 * Whether a server that says "not now" speaks of all mailboxes of the domain. 4.1.x and 4.2.x speak
 * of one mailbox (RFC 3463), and an answer to MAIL FROM or 421 of the server that we talk to.
 */
export function isOfDomain({ afterDot, command, code, response }: SmtpFailure): boolean {
  if (code === undefined || code < 400 || code > 499 || code === 421) return false;
  if (command !== 'RCPT TO' && !(command === 'DATA' && afterDot)) return false;
  return !/^\d{3}[ -]4\.[12]\.\d/.test(response);
}

/**
 * Whether a refused recipient does not exist, so that the address must not be written to again.
 *
 * RFC 3463: 5.1.x speaks of addresses, though 5.1.7 and 5.1.8 mean the sender's; 5.7.x is policy,
 * never the person's fault. A bare 550 covers both (RFC 5321, 4.2.3), so its words decide.
 */
function isNoMailbox(code: number, response: string): boolean {
  const enhanced = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  if (enhanced !== undefined) return /^5\.1\./.test(enhanced) && enhanced !== '5.1.7' && enhanced !== '5.1.8';
  return (code === 550 || code === 551 || code === 553) && noMailboxWords.test(response);
}

const noMailboxWords =
  /\b(?:unknown|no such|not found|does(?: not|n't) exist|no mailbox|invalid (?:mailbox|recipient|user)|unrouteable)\b/i;

/** The reply without the recipient's address, which servers like to repeat: replies are stored and never erased. */
export function withoutAddress(response: string, address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  if (!response.toLowerCase().includes(local.toLowerCase())) return response;
  let clean = response.replaceAll(new RegExp(`<?${escaped(address)}>?`, 'gi'), '<address>');
  // A short local part is also an English word or a number of the reply.
  if (local.length > 3) {
    clean = clean.replaceAll(new RegExp(`(?<![\\w.])${escaped(local)}(?![\\w.])`, 'gi'), '<address>');
  }
  return clean;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
