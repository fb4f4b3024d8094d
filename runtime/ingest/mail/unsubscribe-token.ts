import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

export interface UnsubscribeTokens {
  /** Safe in a URL; the same for the same lead and topic, so that a message renders the same twice. */
  make(userId: string, topic: string): string;
  /** Undefined for anything we did not make. */
  read(token: string): { readonly userId: string; readonly topic: string } | undefined;
}

const ivBytes = 12;
const tagBytes = 16;

/**
 * Tokens that say who and what only to us, and never expire: AES-256-GCM under an IV that is the
 * HMAC-SHA256 of the plaintext (a synthetic IV, so none is used for two texts). Its tag speaks for every
 * byte, and is compared in constant time.
 */
export function createUnsubscribeTokens(secret: string): UnsubscribeTokens {
  if (secret === '') throw new Error('the secret of unsubscribe links is empty');
  const cipherKey = derivedKey(secret, 'unsubscribe token, cipher');
  const ivKey = derivedKey(secret, 'unsubscribe token, iv');
  const ivOf = (text: Buffer): Buffer => createHmac('sha256', ivKey).update(text).digest().subarray(0, ivBytes);

  return {
    make(userId, topic) {
      const text = Buffer.from(JSON.stringify([userId, topic]));
      const iv = ivOf(text);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv, { authTagLength: tagBytes });
      const hidden = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([iv, hidden, cipher.getAuthTag()]).toString('base64url');
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
      // Decoding skips what it does not know: only the one spelling of a token counts.
      if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64url') !== token) return undefined;
      const iv = bytes.subarray(0, ivBytes);
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, iv, { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      let text: Buffer;
      try {
        text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
      } catch {
        return undefined;
      }
      return parse(text);
    },
  };
}

function derivedKey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', use, 32));
}

function parse(text: Buffer): { readonly userId: string; readonly topic: string } | undefined {
  const value: unknown = JSON.parse(text.toString('utf8'));
  if (!Array.isArray(value)) return undefined;
  const [userId, topic]: readonly unknown[] = value;
  return typeof userId === 'string' && typeof topic === 'string' ? { userId, topic } : undefined;
}
