import { statement } from '../database.js';
import type { Queries } from '../database.js';

export interface KnownConsent {
  readonly granted: boolean;
  /** Epoch ms. */
  readonly at: number;
}

/** What these leads said by now, by lead and topic; `*` is every topic. */
export async function knownConsents(
  queries: Queries,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, KnownConsent>>> {
  const said = new Map<string, Map<string, KnownConsent>>();
  for (const { userId, topic, granted, at } of await queries.query(known, [[...new Set(userIds)]])) {
    const own = said.get(userId) ?? new Map<string, KnownConsent>();
    said.set(userId, own.set(topic, { granted, at }));
  }
  return said;
}

const known = statement<{ userId: string; topic: string; granted: boolean; at: number }>(
  'known-consents',
  `select named.user_id as "userId", c.topic, c.granted, c.at
   from leads named join consents c on c.lead_id = coalesce(named.merged_into, named.id)
   where named.user_id = any($1::text[])`,
);
