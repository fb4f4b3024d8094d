import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * The headers by which a receiver knows the sender, after Standard Webhooks
 * (https://www.standardwebhooks.com): the id is the same for every attempt, the time is of this one.
 *
 * A secret that begins with `whsec_` is base64, as providers hand them out; any other is taken as it
 * stands. `at` is epoch ms.
 */
export function signedHeaders(secret: string, id: string, at: number, body: string): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at / 1_000));
  const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret, 'utf8');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
