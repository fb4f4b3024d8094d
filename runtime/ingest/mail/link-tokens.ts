import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** A link of one message; without a target it is the picture that counts opens. */
export interface CountedLink {
  readonly sendKey: string;
  readonly target: string;
}

export interface LinkTokens {
  /** Safe in a URL; undefined where the target is too long to be carried. */
  make(link: CountedLink): string | undefined;
  /** Undefined for anything that we did not make. */
  read(token: string): CountedLink | undefined;
}

const keyBytes = 20;
const signatureBytes = 16;
/** What mail programs and servers in between pass on whole. */
const longest = 1_900;

/**
 * Tokens that carry their target and are signed as a whole (HMAC-SHA256, 128 bits), so that nobody
 * can make our domain redirect to where we did not mean to.
 */
export function createLinkTokens(secret: string): LinkTokens {
  if (secret === '') throw new Error('the secret of counted links is empty');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'counted link', 32));
  const sign = (bytes: Buffer): Buffer => createHmac('sha256', key).update(bytes).digest().subarray(0, signatureBytes);
  return {
    make({ sendKey, target }) {
      const bytes = Buffer.concat([Buffer.from(sendKey, 'hex'), Buffer.from(target, 'utf8')]);
      const token = Buffer.concat([sign(bytes), bytes]).toString('base64url');
      return token.length > longest ? undefined : token;
    },
    read(token) {
      const whole = Buffer.from(token, 'base64url');
      // Decoding skips what it does not know: only the one spelling of a token counts.
      if (whole.length < signatureBytes + keyBytes || whole.toString('base64url') !== token) return undefined;
      const bytes = whole.subarray(signatureBytes);
      if (!timingSafeEqual(sign(bytes), whole.subarray(0, signatureBytes))) return undefined;
      return { sendKey: bytes.subarray(0, keyBytes).toString('hex'), target: bytes.subarray(keyBytes).toString('utf8') };
    },
  };
}
