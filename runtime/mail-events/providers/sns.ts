import { createVerify, X509Certificate } from 'node:crypto';
import { textAt } from './json.js';

/** @throws when the address does not answer with 200 */
export type FetchText = (address: string) => Promise<string>;

/** SNS tries again for about an hour with the time of the first try; ms. */
const snsToleranceMs = 3_600_000;

/** What is signed, by type, in this order; a field that is not there is left out. */
const signedFields: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** Whether an address belongs to SNS: whoever could name another host could sign as SNS. */
export function isSnsAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username } = new URL(address);
  return protocol === 'https:' && port === '' && username === '' && /^sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(hostname);
}

/** Checks signatures of SNS messages; certificates are fetched once. */
export function createSnsCheck(fetchText: FetchText): (message: unknown, now: number) => Promise<boolean> {
  const certificates = new Map<string, X509Certificate>();
  const certificateOf = async (address: string): Promise<X509Certificate> => {
    const known = certificates.get(address);
    if (known !== undefined) return known;
    const fetched = new X509Certificate(await fetchText(address));
    // More than one at a time there are only while they change.
    if (certificates.size >= 8) certificates.clear();
    certificates.set(address, fetched);
    return fetched;
  };
  return async (message, now) => {
    const fields = signedFields[textAt(message, 'Type') ?? ''];
    const address = textAt(message, 'SigningCertURL') ?? '';
    const signature = textAt(message, 'Signature');
    const hash = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' }[textAt(message, 'SignatureVersion') ?? ''];
    const sentAt = Date.parse(textAt(message, 'Timestamp') ?? '');
    if (fields === undefined || signature === undefined || hash === undefined) return false;
    if (!(Math.abs(now - sentAt) <= snsToleranceMs)) return false;
    if (!isSnsAddress(address) || !new URL(address).pathname.endsWith('.pem')) return false;
    const text = fields.flatMap((name) => {
      const value = textAt(message, name);
      return value === undefined ? [] : [`${name}\n${value}\n`];
    });
    const { publicKey } = await certificateOf(address);
    return createVerify(hash).update(text.join('')).verify(publicKey, signature, 'base64');
  };
}
