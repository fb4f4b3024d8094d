import { createHash } from 'node:crypto';

/** What a message's file name says: its place in the order of arrival, and a hash of its Message-ID. */
export interface InboxFileName {
  readonly arrival: number;
  readonly messageHash: string;
}

/** Sorts by arrival as text does. */
export function inboxFileName(arrival: number, message: Buffer): string {
  return `${String(arrival).padStart(10, '0')}-${messageHash(message)}.eml`;
}

/** Undefined for files that are not ours, and for ones half written. */
export function parseInboxFileName(file: string): InboxFileName | undefined {
  const match = /^(\d{10})-([0-9a-f]{20})\.eml$/.exec(file);
  const [, arrival, hash] = match ?? [];
  return arrival === undefined || hash === undefined ? undefined : { arrival: Number(arrival), messageHash: hash };
}

/** Two messages with one Message-ID have one hash; without an id the whole message stands for it. */
function messageHash(message: Buffer): string {
  const end = message.indexOf('\r\n\r\n');
  const headers = message.toString('latin1', 0, end < 0 ? message.length : end + 2);
  // A long id may stand on a line of its own.
  const id = /^message-id:\s*(<[^>\r\n]*>)/im.exec(headers)?.[1];
  return createHash('sha256').update(id ?? message).digest('hex').slice(0, 20);
}
