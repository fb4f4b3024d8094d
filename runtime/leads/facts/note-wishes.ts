import type { Wishes } from '../../engine/gate/wishes.js';
import { frequencyEvent, pauseMs, wishIn } from '../../engine/gate/wishes.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import type { LeadState } from './lead-state.js';

/**
 * Under which names wishes stand among the consents: they are words of the same sort, each with its
 * moment and its proof, and no topic can be called like that.
 */
export const wishNames = { weekly: '~weekly', pause: '~pause' } as const;

/** Takes down how often a lead wants to be written to; of two words the later counts, whichever came first. */
export function noteWishes(affairs: Affairs, event: InboxEvent): void {
  if (event.name !== frequencyEvent) return;
  const { weekly, pause } = wishIn(event.properties);
  const consents = { ...affairs.lead.consents };
  for (const [topic, granted] of [[wishNames.weekly, weekly], [wishNames.pause, pause]] as const) {
    const before = consents[topic];
    if (granted === undefined || (before !== undefined && before.at > event.at)) continue;
    consents[topic] = { granted, at: event.at };
    affairs.changes.consents.set(topic, { topic, granted, proof: event.messageId, at: event.at, evidence: null });
  }
  affairs.lead = { ...affairs.lead, consents };
}

/** What stands among the consents, as the gate reads it. */
export function wishesAmong(consents: LeadState['consents']): Wishes {
  const weekly = consents[wishNames.weekly];
  const pause = consents[wishNames.pause];
  return {
    ...(weekly?.granted === true ? { weekly: true } : {}),
    ...(pause?.granted === true ? { pausedUntil: pause.at + pauseMs } : {}),
  };
}
