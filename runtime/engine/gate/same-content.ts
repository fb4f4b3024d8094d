import type { EmailSettings } from '../../../compiler/plan/ir.js';
import type { PastSend } from '../types.js';

/** How long the same words to the same address are too many. */
export const sameContentMs = 86_400_000;

export interface Same {
  readonly send: PastSend;
  /** Epoch ms: from then on it is no repetition any more. */
  readonly until: number;
}

/**
 * The latest message within a day that said the same words to the same address, if any.
 *
 * Marketing alone: a code that is asked for twice, or two receipts that read alike, are meant.
 * `rendered` is the hash of what this message came to, so it is known once somebody rendered it.
 */
export function sameContent(
  { class: kind }: Pick<EmailSettings, 'class'>,
  sends: readonly PastSend[],
  { key, rendered }: { readonly key: string; readonly rendered: string | null | undefined },
  now: number,
): Same | undefined {
  if (kind === 'transactional' || rendered === undefined || rendered === null) return undefined;
  let latest: Same | undefined;
  for (const send of sends) {
    if (send.key === key || send.class === 'transactional' || send.rendered !== rendered) continue;
    if (send.state === 'withdrawn' || send.state === 'refused' || send.state === 'held_out') continue;
    const at = send.state === 'claimed' || send.state === 'under_way' ? now : send.at;
    const until = at + sameContentMs;
    if (until > now && (latest === undefined || until > latest.until)) latest = { send, until };
  }
  return latest;
}
