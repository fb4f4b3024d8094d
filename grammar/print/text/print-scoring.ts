import { limitWord, scoringClauses, type ValueForm } from '../../text/forms.js';
import { keyWords } from '../../text/key-words.js';
import type { TreeEntry, TreeMapping, TreeNode } from '../../tree/tree-node.js';
import { beside, printClause, takeAll, takeIn, type Losses } from './clauses.js';
import { underKey } from './print-campaign.js';
import { withRemarks } from './print-steps.js';
import { printName, printValue } from './print-value.js';
import { statement, type Block, type Statement } from './statement.js';

const heads = keyWords([...scoringClauses.keys(), 'fit', 'pain', limitWord]);

export function printScoring(root: TreeMapping, losses: Losses): readonly Statement[] {
  return root.entries.flatMap((entry) => {
    switch (entry.key.value) {
      case 'fit':
        return printEach(entry, (one) => printFactor(one, losses), losses);
      case 'pain':
        return printEach(entry, (one) => printNamed(one, 'pain', 'phrase', losses), losses);
      case 'limits':
        return printEach(entry, (one) => printNamed(one, limitWord, 'word', losses), losses);
      default:
        return [printSingle(entry, losses)];
    }
  });
}

function printSingle(entry: TreeEntry, losses: Losses): Statement {
  const said = beside();
  const form = scoringClauses.get(entry.key.value);
  if (form === undefined) losses.add(entry.key.span);
  const parts = [printClause(entry, form ?? 'phrase', [heads], said, losses)];
  const behind = said.behind === undefined ? {} : { behind: said.behind };
  return { ...statement(parts, { above: said.above, gap: entry.remarks?.gap === true }), ...behind };
}

function printEach(entry: TreeEntry, print: (one: TreeEntry) => Statement, losses: Losses): readonly Statement[] {
  const { value } = entry;
  if (value.kind !== 'mapping' || value.entries.length === 0) {
    losses.add(entry.key.span);
    return [];
  }
  return underKey(entry, value.entries.map(print), value.foot ?? []);
}

function printNamed({ key, value, remarks }: TreeEntry, word: string, form: ValueForm, losses: Losses): Statement {
  const said = beside(remarks);
  takeAll(said, value);
  const printed = printValue(value, form, { key: word, next: [heads] });
  if (printed === undefined) losses.add(key.span);
  return withRemarks([`${word} ${printName(key.value, [])}`, printed ?? ''], [], said, { ...value, ...kept(remarks) });
}

/** `fit title { 25 when … }`, one rule a line. */
function printFactor({ key, value, remarks }: TreeEntry, losses: Losses): Statement {
  const head = `fit ${printName(key.value, [])}`;
  const said = beside(remarks);
  const items: readonly TreeNode[] = value.kind === 'sequence' ? value.items : [value];
  const body = items.map((item) => {
    const own = beside();
    takeIn(own, item.remarks);
    const rule = item.kind === 'scalar' ? item.text.trim().replaceAll(/\s*\n\s*/g, ' ') : '';
    if (!/^-?\d[\d.]* when [^{}#']*$/.test(rule)) losses.add(item.span);
    return withRemarks([rule], [], own, item);
  });
  const foot = value.kind === 'sequence' ? (value.foot ?? []) : [];
  const block: Block = { open: '{', body, foot, short: true };
  return withRemarks([head], [block], said, { ...value, ...kept(remarks) });
}

function kept(remarks: TreeEntry['remarks']): Pick<TreeEntry, 'remarks'> {
  return remarks === undefined ? {} : { remarks };
}
