import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import type { Attachment, Email } from 'postal-mime';
import { isAutoReply } from './is-auto-reply.js';
import type { MailEvent } from './mail-event.js';
import { readBounce } from './read-bounce.js';
import { isComplaint } from './read-complaint.js';
import { sendKeyIn, sendKeyOfBounceAddress } from './send-key.js';

/** What a mail that came in is; `events` where it speaks of a message of ours. */
export interface ReadMail {
  readonly kind: 'bounce' | 'complaint' | 'reply' | 'auto-reply' | 'other';
  readonly events: readonly MailEvent[];
}

/** Who the mail came for, as the server that took it says; `receivedAt` is epoch ms. */
export interface Arrival {
  readonly to: readonly string[];
  /** The envelope's sender; empty for a bounce, absent where nobody told. */
  readonly from?: string;
  readonly receivedAt: number;
}

/**
 * Reads one raw mail: a bounce, a complaint or a person's answer to a message of ours. Which message
 * it is the envelope's recipient says (VERP), else the Message-ID that comes back.
 *
 * Never throws: what cannot be read is `other`.
 */
export async function readMail(raw: Buffer, arrival: Arrival): Promise<ReadMail> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 16 });
  } catch {
    return { kind: 'other', events: [] };
  }
  const about = (act: MailEvent['act'], sendKey: string | undefined, more: Pick<MailEvent, 'bounce'> = {}): readonly MailEvent[] =>
    sendKey === undefined
      ? []
      : [{ sendKey, act, ...more, at: arrival.receivedAt, machine: false, source: 'mail', dedupKey: dedupKeyOf(mail, raw, act, sendKey) }];

  const feedback = partOf(mail, 'message/feedback-report');
  if (feedback !== undefined) {
    if (!isComplaint(feedback)) return { kind: 'other', events: [] };
    return { kind: 'complaint', events: about('complained', verpKey(mail, arrival) ?? returnedKey(mail)) };
  }
  const delivery = partOf(mail, 'message/delivery-status') ?? partOf(mail, 'message/global-delivery-status');
  if (delivery !== undefined) {
    const bounce = readBounce(delivery);
    if (bounce === undefined) return { kind: 'other', events: [] };
    return { kind: 'bounce', events: about('bounced', verpKey(mail, arrival) ?? returnedKey(mail), { bounce }) };
  }
  const answered = sendKeyIn(headerOf(mail, 'in-reply-to')) ?? sendKeyIn(headerOf(mail, 'references'));
  const auto = arrival.from === '' || isAutoReply((name) => headerOf(mail, name), mail.subject ?? '');
  if (auto) return { kind: 'auto-reply', events: [] };
  if (answered === undefined || isOurs(mail, answered)) return { kind: 'other', events: [] };
  return { kind: 'reply', events: about('replied', answered) };
}

/** A colleague who goes on with the conversation is no lead who answers. */
function isOurs(mail: Email, sendKey: string): boolean {
  const thread = `${headerOf(mail, 'in-reply-to') ?? ''} ${headerOf(mail, 'references') ?? ''}`.toLowerCase();
  const domain = mail.from?.address?.split('@').at(-1)?.toLowerCase() ?? '';
  return domain !== '' && thread.includes(`${sendKey}@${domain}>`);
}

function verpKey(mail: Email, { to }: Arrival): string | undefined {
  const addresses = [...to, headerOf(mail, 'delivered-to') ?? '', headerOf(mail, 'x-original-to') ?? ''];
  return addresses.map(sendKeyOfBounceAddress).find((key) => key !== undefined);
}

/** The Message-ID of the message that came back, whole or its headers alone. */
function returnedKey(mail: Email): string | undefined {
  const returned = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']
    .map((type) => partOf(mail, type))
    .find((part) => part !== undefined);
  const id = /^message-id:\s*(<[^>]*>)/im.exec(returned ?? '')?.[1];
  return sendKeyIn(id);
}

function partOf(mail: Email, type: string): string | undefined {
  const part = mail.attachments.find(({ mimeType }) => mimeType.toLowerCase() === type);
  return part === undefined ? undefined : textOf(part);
}

function textOf({ content }: Attachment): string {
  if (typeof content === 'string') return content;
  return Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).toString('utf8');
}

function headerOf(mail: Email, name: string): string | undefined {
  return mail.headers.find(({ key }) => key === name)?.value;
}

/** A mailbox may hand over one mail twice; one without an id is known by its bytes. */
function dedupKeyOf({ messageId }: Email, raw: Buffer, act: string, sendKey: string): string {
  return createHash('sha256').update(JSON.stringify([act, sendKey, messageId ?? raw.toString('latin1')])).digest('hex');
}
