import { segmentClauses } from '../../text/forms.js';
import { keyWords } from '../../text/key-words.js';
import type { TreeEntry, TreeMapping } from '../../tree/tree-node.js';
import { beside, printClauses, takeAll, type Losses } from './clauses.js';
import { underKey } from './print-campaign.js';
import { withRemarks } from './print-steps.js';
import { printName, printValue } from './print-value.js';
import type { Statement } from './statement.js';

const next = [keyWords(segmentClauses.keys()), keyWords(['segment'])];

/** `segment power-users when … meaning "…"`. */
export function printSegments(root: TreeMapping, losses: Losses): readonly Statement[] {
  return root.entries.flatMap((entry) => {
    const { key, value } = entry;
    if (key.value !== 'segments' || value.kind !== 'mapping' || value.entries.length === 0) {
      losses.add(key.span);
      return [];
    }
    return underKey(entry, value.entries.map((one) => printSegment(one, losses)), value.foot ?? []);
  });
}

function printSegment({ key, value, remarks }: TreeEntry, losses: Losses): Statement {
  const said = beside(remarks);
  const of = { ...value, ...(remarks === undefined ? {} : { remarks }) };
  const head = `segment ${printName(key.value, [])}`;
  if (value.kind === 'mapping') {
    const parts = [head, ...printClauses(value.entries, segmentClauses, [], next, said, losses)];
    said.above.push(...(value.foot ?? []));
    return withRemarks(parts, [], said, of);
  }
  takeAll(said, value);
  const when = printValue(value, 'phrase', { key: 'when', next });
  if (when === undefined) losses.add(key.span);
  return withRemarks([head, `when ${when ?? ''}`], [], said, of);
}
