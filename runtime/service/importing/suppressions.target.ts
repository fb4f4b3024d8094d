import type { SuppressionRow } from '../../imports/kinds/suppressions.js';
import { suppressionsReader } from '../../imports/kinds/suppressions.js';
import { knownSuppressions, suppressAll } from '../../store/imports/imported-suppressions.js';
import type { ImportTarget } from './target.js';

export const suppressionsTarget: ImportTarget<SuppressionRow> = {
  kind: 'suppressions',
  reader: suppressionsReader,
  refuses: false,
  worksIn: false,
  async look(queries, rows) {
    const known = new Set(await knownSuppressions(queries, rows.map(({ row }) => row.hash)));
    return rows.map(({ row: { hash } }) => {
      const verdict = known.has(hash) ? 'unchanged' : 'fresh';
      known.add(hash);
      return verdict;
    });
  },
  async store(tx, rows) {
    suppressAll(tx, rows.map(({ row }) => row));
  },
};
