import { isDeepStrictEqual } from 'node:util';
import type { LeadRow } from '../../imports/kinds/leads.js';
import { leadsReader } from '../../imports/kinds/leads.js';
import type { IncomingEvent } from '../../store/events.js';
import { appendWithin } from '../../store/events.js';
import type { KnownLead } from '../../store/imports/imported-leads.js';
import { knownLeads } from '../../store/imports/imported-leads.js';
import { enrollingSource, quietSource } from '../../store/imports/imports.js';
import type { ImportTarget, LinedRow, Storing, Verdict } from './target.js';

export const leadsTarget: ImportTarget<LeadRow> = {
  kind: 'leads',
  reader: leadsReader,
  refuses: false,
  worksIn: true,
  async look(queries, rows) {
    const known = await knownLeads(queries, rows.map(({ row }) => row.userId));
    const seen = new Set<string>();
    return rows.map(({ row }) => {
      const again = seen.has(row.userId);
      seen.add(row.userId);
      // What stands in the file twice: the later row counts, whatever the first one said.
      return again ? 'changed' : verdictOf(row, known.get(row.userId));
    });
  },
  async store(tx, rows, storing) {
    await appendWithin(tx, rows.flatMap((row) => eventsOf(row, storing)), storing.now);
  },
};

function verdictOf({ attributes, accountId }: LeadRow, known: KnownLead | undefined): Verdict {
  if (known === undefined) return 'fresh';
  const same = Object.entries(attributes).every(([name, value]) => isSame(known.attributes[name], value));
  return same && !known.unread && (accountId === undefined || accountId === known.accountId) ? 'unchanged' : 'changed';
}

/** A moment may be written in several ways. */
function isSame(known: unknown, said: unknown): boolean {
  if (isDeepStrictEqual(known, said)) return true;
  return typeof known === 'string' && typeof said === 'string' && isMoment(known) && isMoment(said) && Date.parse(known) === Date.parse(said);
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(text);
}

/** What an application would say of this lead. */
export function eventsOf({ line, row }: LinedRow<LeadRow>, { messageId, enrol, now }: Storing): readonly IncomingEvent[] {
  const { userId, attributes, accountId } = row;
  const said = { source: enrol ? enrollingSource : quietSource, userId, at: now } as const;
  const id = messageId(line);
  const lead = { ...said, messageId: id, kind: 'identify', name: 'identify', properties: attributes } as const;
  if (accountId === undefined) return [lead];
  const properties = { group_id: accountId, traits: {} };
  // The account first: what lets the lead in may ask for it.
  return [{ ...said, messageId: `${id}:account`, kind: 'group', name: 'group', properties }, lead];
}
