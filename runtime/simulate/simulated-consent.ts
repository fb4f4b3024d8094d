import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Facts, PastEvent } from '../engine/types.js';
import { afterWish, frequencyEvent, wishIn } from '../engine/gate/wishes.js';

/** The lead once this event was heard: what it said about being written to. */
export function heard(lead: Facts['lead'], event: PastEvent, workspace: WorkspacePlan): Facts['lead'] {
  if (event.name === frequencyEvent) return { ...lead, wishes: afterWish(lead.wishes ?? {}, wishIn(event.properties), event.at) };
  if (event.name !== 'unsubscribed' && event.name !== 'subscribed') return lead;
  return { ...lead, consent: withConsent(lead, event, workspace) };
}

function withConsent(lead: Facts['lead'], event: PastEvent, { topics }: WorkspacePlan): Facts['lead']['consent'] {
  const { topic } = event.properties;
  const named = typeof topic === 'string' ? [topic] : Object.keys(topics);
  const granted = event.name === 'subscribed';
  const counts = (name: string): boolean => !granted || event.properties['confirmed'] === true || topics[name]?.opt !== 'double';
  return { ...lead.consent, ...Object.fromEntries(named.filter(counts).map((name) => [name, granted])) };
}
