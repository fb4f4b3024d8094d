import { timingSafeEqual } from 'node:crypto';
import { startWorkLoop } from '../../work-loop.js';
import { keyHash } from './write-keys.js';
import type { WriteKeys } from './write-keys.js';

/** A key that is kept as its hash. */
export interface StoredKey {
  readonly id: string;
  readonly source: string;
  readonly may: 'events' | 'systems';
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  /** Epoch ms; null: it does not end. */
  readonly expiresAt: number | null;
}

/** Where keys are kept, for all processes. */
export interface KeyStore {
  /** Those that were not revoked. */
  read(): Promise<readonly StoredKey[]>;
  noteUsed(ids: readonly string[]): Promise<void>;
}

export interface StoredKeys {
  /** Those that may do this; a key of systems may also say things about leads. */
  that(may: StoredKey['may']): WriteKeys;
  stop(): Promise<void>;
}

/** How long a process may go by what it has read; a key that is revoked is refused at the latest after it. */
export const keysLiveMs = 3_000;

/**
 * Keeps the keys of the store at hand, read anew every few seconds, so that no request waits for them.
 * `now` is epoch ms. While the store is out of reach the last ones count: what they bring could not be
 * stored either.
 */
export async function watchStoredKeys(
  store: KeyStore,
  { now, onError, everyMs = keysLiveMs }: { readonly now: () => number; readonly onError: (error: unknown) => void; readonly everyMs?: number },
): Promise<StoredKeys> {
  let keys = prepared(await store.read());
  const used = new Set<string>();
  const turn = async (): Promise<boolean> => {
    keys = prepared(await store.read());
    const ids = [...used];
    used.clear();
    await store.noteUsed(ids);
    return false;
  };
  const reading = startWorkLoop(turn, { pauseMs: everyMs, onError, restsFirst: true });
  const find = (key: string, may: StoredKey['may']): string | undefined => {
    const hash = keyHash(key);
    let found: Prepared | undefined;
    // All of them, so that an answer's time tells nothing about a key.
    for (const one of keys) if (timingSafeEqual(one.hash, hash)) found = one;
    if (found === undefined || (may === 'systems' && found.may !== 'systems')) return undefined;
    if (found.expiresAt !== null && found.expiresAt <= now()) return undefined;
    used.add(found.id);
    return sourceName(found.source);
  };
  return {
    that: (may) => ({ sourceOf: (key) => find(key, may) }),
    stop: () => reading.stop(),
  };
}

/** As events are stored under it: never the name of a source of our own. */
function sourceName(source: string): string {
  return `key:${source}`;
}

type Prepared = Omit<StoredKey, 'hash'> & { readonly hash: Buffer };

function prepared(keys: readonly StoredKey[]): readonly Prepared[] {
  return keys.map((key) => ({ ...key, hash: Buffer.from(key.hash, 'hex') }));
}

/** Keys of the environment, and those of the store where there are any. */
export function eitherKeys(own: WriteKeys, stored: WriteKeys | undefined): WriteKeys {
  return stored === undefined ? own : { sourceOf: (key) => own.sourceOf(key) ?? stored.sourceOf(key) };
}
