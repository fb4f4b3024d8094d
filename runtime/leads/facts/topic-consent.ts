import type { Affairs, InboxEvent } from '../affairs.js';
import { everyTopic } from './lead-state.js';
import type { Consent } from './lead-state.js';

/**
 * Takes down what a lead said about being written to: the events `subscribed` and `unsubscribed`,
 * for the topic they name or else for all.
 *
 * Where the topic wants a double opt-in, only a confirmed yes counts.
 *
 * To say no to everything holds for topics to come as well; to say yes does not. Of two words on
 * one topic the one said later counts, whichever came first; a no that was brought along stands against
 * a yes of the same moment.
 */
export function noteConsent(affairs: Affairs, event: InboxEvent): void {
  const granted = wordOf(event.name);
  if (granted === undefined) return;
  const { topic } = event.properties;
  const named = typeof topic === 'string' && topic !== '' ? [topic] : everyKnown(affairs, granted);
  // Asked for and not confirmed is no consent yet.
  const topics = granted && event.properties['confirmed'] !== true ? named.filter((name) => !isDouble(affairs, name)) : named;
  const { evidence } = event.properties;
  const consents: Record<string, Consent> = { ...affairs.lead.consents };
  for (const name of topics) {
    const before = consents[name];
    if (before !== undefined && before.at > event.at) continue;
    if (granted && before === undefined && isRefused(consents[everyTopic], event.at)) continue;
    if (granted && event.quiet === true && isRefused(before, event.at)) continue;
    consents[name] = { granted, at: event.at };
    affairs.changes.consents.set(name, { topic: name, granted, proof: event.messageId, at: event.at, evidence: granted ? (evidence ?? null) : null });
  }
  affairs.lead = { ...affairs.lead, consents };
}

function isRefused(word: Consent | undefined, at: number): boolean {
  return word !== undefined && !word.granted && word.at >= at;
}

function wordOf(name: string): boolean | undefined {
  if (name === 'subscribed') return true;
  return name === 'unsubscribed' ? false : undefined;
}

function everyKnown({ release }: Affairs, granted: boolean): readonly string[] {
  const topics = Object.keys(release.workspace.topics);
  return granted ? topics : [...topics, everyTopic];
}

function isDouble({ release }: Affairs, topic: string): boolean {
  return release.workspace.topics[topic]?.opt === 'double';
}
