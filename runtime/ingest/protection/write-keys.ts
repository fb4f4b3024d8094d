import { createHash, timingSafeEqual } from 'node:crypto';

export interface WriteKeys {
  /** The source a write key speaks for; undefined when it is none of ours. */
  sourceOf(key: string): string | undefined;
}

/** Compares hashes, each in constant time and all of them, so that an answer's time tells nothing about a key. */
export function createWriteKeys(keys: readonly string[]): WriteKeys {
  const known = keys.filter((key) => key !== '').map((key) => ({ hash: keyHash(key), source: sourceName(key) }));
  return {
    sourceOf(key) {
      const hash = keyHash(key);
      let source: string | undefined;
      for (const one of known) if (timingSafeEqual(one.hash, hash)) source = one.source;
      return source;
    },
  };
}

/** The user name of HTTP Basic authentication; undefined when the header holds none. */
export function userOfBasicAuth(header: string | undefined): string | undefined {
  const encoded = /^basic +([a-z0-9+/_=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? decoded : decoded.slice(0, colon);
}

/** SHA-256: a key is random enough that nothing slower is needed. */
export function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Stable for one key, and no way back to it: it is stored with each event. */
function sourceName(key: string): string {
  return `http-${createHash('sha256').update(`source ${key}`).digest('hex').slice(0, 12)}`;
}
