import { createUnsubscribeTokens } from './unsubscribe-token.js';

/** What a person is asked to confirm. */
export interface AskedConsent {
  readonly userId: string;
  readonly topics: readonly string[];
  /** When the mail that asks was made, epoch ms. */
  readonly askedAt: number;
  /** SHA-256 of the content that asked, as it stood then. */
  readonly text: string;
}

export interface ConfirmTokens {
  make(asked: AskedConsent): string;
  /** Undefined for anything we did not make. */
  read(token: string): AskedConsent | undefined;
}

/** Tokens as those of unsubscribing, with a key of their own: neither can stand for the other. */
export function createConfirmTokens(secret: string): ConfirmTokens {
  if (secret === '') throw new Error('the secret of confirming links is empty');
  const tokens = createUnsubscribeTokens(`${secret}\nconfirm`);
  return {
    make: ({ userId, topics, askedAt, text }) => tokens.make(userId, JSON.stringify([askedAt, text, ...topics])),
    read(token) {
      const known = tokens.read(token);
      if (known === undefined) return undefined;
      const value: unknown = JSON.parse(known.topic);
      if (!Array.isArray(value)) return undefined;
      const [askedAt, text, ...topics]: readonly unknown[] = value;
      if (typeof askedAt !== 'number' || typeof text !== 'string' || !topics.every((topic) => typeof topic === 'string')) return undefined;
      return { userId: known.userId, topics, askedAt, text };
    },
  };
}
