import { createPrivateKey } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';

/** A private key with what its signatures name; `privateKey` as PEM. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
}

/**
 * The header of RFC 8058 is not in nodemailer's own list, and mailbox providers demand that it is
 * signed. What a mail does not have is left out.
 */
const signedFields = [
  'From', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'To', 'MIME-Version', 'Content-Type', 'List-Unsubscribe', 'List-Unsubscribe-Post',
].join(':');

/** RFC 8301: shorter ones are taken for forged. */
const fewestBits = 1024;

/**
 * The key of a secret, as PEM; `\n` may stand for line ends, because environments like one line.
 *
 * @throws when it is no RSA key, which is all that every receiver verifies; the words never hold
 * anything of the secret
 */
export function readDkimKey(secret: string): string {
  const key = parsed(secret.replaceAll(String.raw`\n`, '\n'));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') throw new Error('it is no RSA key');
  if (bits < fewestBits) throw new Error(`its ${bits} bits are fewer than ${fewestBits}`);
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function parsed(pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('it is no private key in PEM form');
  }
}

/**
 * The message with a signature of each key before it (RFC 6376, rsa-sha256, relaxed/relaxed).
 *
 * @throws when a signature is missing: nodemailer would send the message without
 */
export async function signed(message: Buffer, keys: readonly DkimKey[]): Promise<Buffer> {
  if (keys.length === 0) return message;
  const signer = new DKIM({
    keys: keys.map(({ domain, selector, privateKey }) => ({ domainName: domain, keySelector: selector, privateKey })),
    headerFieldNames: signedFields,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(message)) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  const added = whole.subarray(0, whole.length - message.length).toString('latin1');
  if ((added.match(/^DKIM-Signature:/gim) ?? []).length !== keys.length) throw new Error('the message could not be signed');
  return whole;
}
