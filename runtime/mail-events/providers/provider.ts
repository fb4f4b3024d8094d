import type { MailEvent } from '../mail-event.js';

/** One call of a provider, as it came in. */
export interface ProviderCall {
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
  /** Epoch ms. */
  readonly now: number;
}

export type ProviderAnswer =
  | { readonly kind: 'events'; readonly events: readonly MailEvent[] }
  /** It is not from the provider, too old, or told before. */
  | { readonly kind: 'refused' }
  /** From the provider, and not what it documents. */
  | { readonly kind: 'malformed' };

/** Checks who calls before it reads what is said; what speaks of no message of ours is left out. */
export type Provider = (call: ProviderCall) => Promise<ProviderAnswer>;

/** A call that is older is refused, and so is one from the future; ms. */
export const toleranceMs = 5 * 60_000;

export function isFresh(seconds: string | undefined, now: number): boolean {
  return seconds !== undefined && /^\d{1,12}$/.test(seconds) && Math.abs(now - Number(seconds) * 1000) <= toleranceMs;
}
