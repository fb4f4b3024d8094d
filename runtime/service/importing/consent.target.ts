import type { ConsentRow } from '../../imports/kinds/consent.js';
import { consentReader, everyTopic } from '../../imports/kinds/consent.js';
import { appendWithin } from '../../store/events.js';
import type { KnownConsent } from '../../store/imports/imported-consents.js';
import { knownConsents } from '../../store/imports/imported-consents.js';
import { quietSource } from '../../store/imports/imports.js';
import type { ImportTarget, Verdict } from './target.js';

/** Words of leads go the way of all words: of two the later counts, whoever brings it. */
export const consentTarget: ImportTarget<ConsentRow> = {
  kind: 'consent',
  reader: consentReader,
  refuses: false,
  worksIn: true,
  async look(queries, rows) {
    const known = await knownConsents(queries, rows.map(({ row }) => row.userId));
    return rows.map(({ row }) => verdictOf(row, known.get(row.userId)));
  },
  async store(tx, rows, { messageId, fileHash, now }) {
    const events = rows.map(({ line, row: { userId, topic, granted, at, confirmedAt, evidence } }) => ({
      source: quietSource,
      messageId: messageId(line),
      userId,
      kind: 'track' as const,
      name: granted ? 'subscribed' : 'unsubscribed',
      at,
      properties: {
        ...(topic === everyTopic ? {} : { topic }),
        ...(granted ? { confirmed: confirmedAt !== undefined, evidence: { ...evidence, file: fileHash, line } } : {}),
      },
    }));
    await appendWithin(tx, events, now);
  },
};

function verdictOf({ topic, granted, at }: ConsentRow, known: ReadonlyMap<string, KnownConsent> | undefined): Verdict {
  const own = known?.get(topic);
  if (own === undefined) {
    const overall = known?.get(everyTopic);
    return granted && overall !== undefined && !overall.granted && overall.at >= at ? 'unchanged' : 'fresh';
  }
  if (own.at > at) return 'unchanged';
  // Of the same moment: a no stands.
  if (own.at === at && (own.granted === granted || !own.granted)) return 'unchanged';
  return 'changed';
}
