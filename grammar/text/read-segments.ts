import type { TreeMapping, TreeNode } from '../tree/tree-node.js';
import { segmentClauses } from './forms.js';
import { gather } from './gather.js';
import { keyWords } from './key-words.js';
import { beginStatement, itemOf, limitsOf, readClauses } from './read-clauses.js';
import { readBlock } from './read-block.js';
import { readValue } from './read-value.js';
import type { Reading, Scope } from './reading.js';

const heads = keyWords(['segment']);

/** `segment power-users when … meaning "…"`. */
export function readSegments(reading: Reading): TreeMapping | undefined {
  const scope: Scope = { where: 'a file of segments', heads };
  const found = gather(reading);
  const foot = readBlock(reading, scope, () => {
    const from = reading.index;
    const span = reading.span(from, from + 1);
    const statement = beginStatement(reading, { scope, clauses: segmentClauses, where: 'a segment' });
    reading.moveTo(from + 1);
    const name = readValue(reading, 'word', { name: 'segment', span }, limitsOf(reading, statement));
    readClauses(reading, statement);
    if (name.kind !== 'scalar') return;
    const [when] = statement.entries;
    const isShort = when?.key.value === 'when' && statement.entries.length === 1;
    const { remarks: _, ...item } = itemOf(reading, statement, from);
    const value: TreeNode = isShort ? when.value : item;
    const remarks = reading.remarks.between(from, isShort ? reading.index : from + 2);
    found.addTo(
      { value: 'segments', span },
      { key: { value: name.text, span: name.span }, value, ...(remarks === undefined ? {} : { remarks }) },
    );
  });
  return found.tree(foot);
}
