import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Address } from 'postal-mime';
import { envelopeOf } from './inbox-envelope.js';
import type { Envelope } from './inbox-envelope.js';
import { parseInboxFileName } from './inbox-file.js';

export interface InboxMail {
  /** Of this copy; what `readInboxMail` takes. Sorts by arrival. */
  readonly id: string;
  /** The file's name within the folder. */
  readonly file: string;
  readonly envelope: Envelope;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Epoch ms of the Date header; undefined when there is none that can be read. */
  readonly date: number | undefined;
  readonly text: string;
  readonly html: string;
  /** In the order of the message, names in lower case. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** All messages in the order of arrival; none when the folder does not exist yet. */
export async function listInbox(dir: string): Promise<readonly InboxMail[]> {
  const mails: InboxMail[] = [];
  for (const file of await filesOf(dir)) mails.push(await readMail(dir, file));
  return mails;
}

/** How many messages there are, and how many Message-IDs among them: from the names alone, without reading a file. */
export async function countInbox(dir: string): Promise<{ readonly mails: number; readonly messageIds: number }> {
  const files = await filesOf(dir);
  const ids = new Set(files.map((file) => parseInboxFileName(file)?.messageHash));
  return { mails: files.length, messageIds: ids.size };
}

/** One message by its id; undefined when there is none. */
export async function readInboxMail(dir: string, id: string): Promise<InboxMail | undefined> {
  const file = `${id}.eml`;
  // Ids come from web pages too; only our own names are looked for.
  if (parseInboxFileName(file) === undefined || !(await filesOf(dir)).includes(file)) return undefined;
  return readMail(dir, file);
}

async function filesOf(dir: string): Promise<readonly string[]> {
  try {
    const files = await readdir(dir);
    return files.filter((file) => parseInboxFileName(file) !== undefined).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function readMail(dir: string, file: string): Promise<InboxMail> {
  const mail = await PostalMime.parse(await readFile(join(dir, file)));
  const { envelope, headers } = envelopeOf(mail.headers);
  const date = Date.parse(mail.date ?? '');
  return {
    id: file.slice(0, -'.eml'.length),
    file,
    envelope,
    messageId: mail.messageId ?? '',
    from: mail.from === undefined ? '' : inWords(mail.from),
    to: (mail.to ?? []).map(inWords),
    subject: mail.subject ?? '',
    date: Number.isNaN(date) ? undefined : date,
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: headers.map(({ key, value }) => ({ name: key, value })),
  };
}

function inWords(address: Address): string {
  if (address.group !== undefined) return address.group.map(inWords).join(', ');
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}
