import type { Outcome } from '../channel.js';
import { TryLater } from '../channel.js';

/** Waits asked for are kept to a day: a slip of the other side must not stop a channel for good. */
const longestWaitMs = 86_400_000;

/** Too early, too slow, too many, or a fault of theirs: the same request may do later. */
const worthAnother: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * What a status means for a message: 2xx has taken it, 408, 425, 429 and 5xx may later, anything
 * else never will; a redirect is not followed.
 *
 * @throws when nothing was accepted and trying again makes sense; TryLater where they say when
 */
export function readAnswer(status: number, retryAfter: string | undefined, now: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'sent', response: `HTTP ${status}` };
  if (status >= 500 || worthAnother.has(status)) {
    const afterMs = waitOf(retryAfter, now);
    throw afterMs === undefined ? new Error(`HTTP ${status}`) : new TryLater(`HTTP ${status}`, afterMs);
  }
  return { kind: 'refused', response: `HTTP ${status}`, suppress: false };
}

/** Seconds, or a date (RFC 9110). */
function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const isDate = /^[A-Z][a-z]{2}, .* GMT$/.test(retryAfter);
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : isDate ? Date.parse(retryAfter) - now : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.min(longestWaitMs, Math.max(0, ms));
}
