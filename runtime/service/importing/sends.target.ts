import type { SendRow } from '../../imports/kinds/sends.js';
import { sendsReader } from '../../imports/kinds/sends.js';
import { knownLeads } from '../../store/imports/imported-leads.js';
import { knownSends, storeSends } from '../../store/imports/imported-sends.js';
import type { ImportTarget, Verdict } from './target.js';

export const sendsTarget: ImportTarget<SendRow> = {
  kind: 'sends',
  reader: sendsReader,
  refuses: true,
  worksIn: false,
  async look(queries, rows) {
    const all = rows.map(({ row }) => row);
    const leads = await knownLeads(queries, all.map(({ userId }) => userId));
    const stored = await knownSends(queries, all);
    return rows.map(({ row }, place): Verdict => {
      if (!leads.has(row.userId)) return { column: 'user_id', message: 'is no lead here; import the leads first' };
      return stored.has(place) ? 'unchanged' : 'fresh';
    });
  },
  async store(tx, rows) {
    storeSends(tx, rows.map(({ row }) => row));
  },
};
