import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { OutgoingMail } from '../channel.js';

/**
 * The bytes of one message: text and HTML alternatives, and the headers of RFC 8058 when it can be
 * unsubscribed from. The same mail is the same bytes.
 *
 * The parts are joined here, not by the composer's streams: those cost as much as all the rest of
 * a hand-over.
 */
export function composeMessage(mail: OutgoingMail): Buffer {
  const root = new MailComposer({
    messageId: mail.messageId,
    from: mail.from,
    to: { name: '', address: mail.to },
    replyTo: mail.replyTo,
    subject: mail.subject,
    // Only the shape counts: two alternatives.
    text: '-',
    html: '-',
    date: mail.date === undefined ? undefined : new Date(mail.date),
    headers: mail.unsubscribeUrl === undefined ? {} : unsubscribeHeaders(mail.unsubscribeUrl),
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 16),
    normalizeHeaderKey: (name: string) => name,
  }).compile();
  const headers = root.buildHeaders();
  const { boundary } = root;
  if (!boundary) throw new Error('the message has no boundary');
  return Buffer.from(
    `${headers}\r\n\r\n` +
      `--${boundary}\r\n${part('text/plain', mail.text)}\r\n` +
      `--${boundary}\r\n${part('text/html', mail.html)}\r\n` +
      `--${boundary}--\r\n`,
  );
}

function part(type: string, content: string): string {
  return (
    `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n` +
    // A lone CR or LF would be encoded as data.
    wrap(encode(content.replaceAll(/\r\n|\r|\n/g, '\r\n')))
  );
}

function unsubscribeHeaders(url: string): Record<string, { prepared: true; value: string }> {
  // Set as they stand: one header with one address, never folded within it.
  return {
    'List-Unsubscribe': { prepared: true, value: `<${new URL(url).href}>` },
    'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
  };
}
