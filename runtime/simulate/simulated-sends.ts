import type { Effect, PastSend, Progress, Reason } from '../engine/types.js';

/** What becomes of a message in a simulation: sent at once, unless the lead is held out. */
export function simulatedSends(
  campaign: string,
  { key, step, class: kind, item, heldOut }: Extract<Effect, { kind: 'claim' }>,
  progress: Progress,
  now: number,
): { readonly send: PastSend; readonly reasons: readonly Reason[] } {
  const at = progress.claim?.at ?? now;
  const send = { key, campaign, step, class: kind, at, ...(item === undefined ? {} : { item }) };
  if (heldOut === true) return { send: { ...send, state: 'held_out' }, reasons: [] };
  return { send: { ...send, state: 'sent' }, reasons: [{ code: 'sent', step, text: item === undefined ? 'Sent.' : `Sent ${item}.`, at }] };
}
