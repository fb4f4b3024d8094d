import type { Channel } from '../../channels/channel.js';
import type { Clock } from '../../clock.js';
import type { Database } from '../../store/database.js';
import { settleUnknown, unknownSince } from '../../store/reports/unknown.js';

/** Who looks later than that finds nothing any more; ms. */
const longestMs = 3 * 86_400_000;
const batch = 50;

/**
 * Asks the channels what became of messages that are unknown: some can say so later.
 *
 * @returns how many are known now
 */
export async function lookUpUnknown(db: Database, channelOf: (name: string) => Channel, clock: Clock): Promise<number> {
  const now = clock.now();
  let known = 0;
  for (const { key, channel, messageId } of await unknownSince(db, now - longestMs, batch)) {
    const outcome = await channelOf(channel).lookUp(messageId);
    if (outcome.kind !== 'unknown' && (await settleUnknown(db, key, outcome.kind, now, 'look_up'))) known += 1;
  }
  return known;
}
