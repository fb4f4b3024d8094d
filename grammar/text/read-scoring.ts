import type { TreeMapping, TreeNode } from '../tree/tree-node.js';
import { limitWord, scoringClauses } from './forms.js';
import { gather, type Gathering } from './gather.js';
import { keyWords } from './key-words.js';
import { beginStatement, limitsOf, readClause, readClauses } from './read-clauses.js';
import { openBrace, readBlock } from './read-block.js';
import { closeBrace, readValue, sliceScalar } from './read-value.js';
import { isLineStart, type Reading, type Scope } from './reading.js';
import { reportStray, skip } from './unknown-words.js';

const heads = keyWords([...scoringClauses.keys(), 'fit', 'pain', limitWord]);

/** `ready 100`, `fit title { 25 when … }`, `pain trial 20 on signed_up once guess`, `limit trial 20`. */
export function readScoring(reading: Reading): TreeMapping | undefined {
  const scope: Scope = { where: 'a scoring file', heads };
  const found = gather(reading);
  const foot = readBlock(reading, scope, (head, length) => {
    if (head === 'fit' || head === 'pain' || head === limitWord) {
      readNamed(reading, scope, head, found);
      return;
    }
    const statement = beginStatement(reading, { scope, clauses: new Map(), where: scope.where });
    const from = reading.index;
    if (length !== 1 || reading.peek()?.image !== head) {
      // A slip of the key: it was reported.
      const span = reading.span(from, from + 1);
      reading.moveTo(from + 1);
      const form = scoringClauses.get(head) ?? 'phrase';
      found.add({ key: { value: head, span }, value: readValue(reading, form, { name: head, span }, limitsOf(reading, statement)) });
      return;
    }
    readClause(reading, statement, head, scoringClauses.get(head) ?? 'phrase');
    readClauses(reading, statement);
    for (const entry of statement.entries) found.add(entry);
  });
  return found.tree(foot);
}

function readNamed(reading: Reading, scope: Scope, head: string, found: Gathering): void {
  const from = reading.index;
  const span = reading.span(from, from + 1);
  const statement = beginStatement(reading, { scope, clauses: new Map(), where: scope.where });
  const limits = limitsOf(reading, statement);
  reading.moveTo(from + 1);
  const name = readValue(reading, 'word', { name: head, span }, limits);
  if (name.kind !== 'scalar') return;
  const at = reading.index;
  const value =
    head === 'fit'
      ? readRules(reading)
      : readValue(reading, head === 'pain' ? 'phrase' : 'word', { name: head, span: name.span }, limits);
  const remarks = reading.remarks.between(from, head === 'fit' ? at + 1 : reading.index);
  found.addTo(
    { value: head === limitWord ? 'limits' : head, span },
    { key: { value: name.text, span: name.span }, value, ...(remarks === undefined ? {} : { remarks }) },
  );
  readClauses(reading, statement);
}

/** `{ 25 when …  10 when … }`: each rule begins with its points. */
function readRules(reading: Reading): TreeNode {
  const open = openBrace(reading);
  if (open === undefined) {
    const span = reading.span(reading.index - 1, reading.index);
    skip(reading, (index) => isLineStart(reading, index) && heads.at(reading.tokens, index) !== undefined);
    return { kind: 'broken', span };
  }
  const items: TreeNode[] = [];
  for (let token = reading.peek(); token !== undefined && token.kind !== 'close-brace'; token = reading.peek()) {
    const from = reading.index;
    if (token.kind !== 'literal') {
      reportStray(reading, (index) => isRule(reading, index));
      continue;
    }
    const until = ruleEnd(reading, from);
    reading.moveTo(until);
    const remarks = reading.remarks.between(from, until);
    items.push({ ...sliceScalar(reading, from, until), ...(remarks === undefined ? {} : { remarks }) });
  }
  const foot = closeBrace(reading, open);
  const span = items[0]?.span ?? reading.span(open, open + 1);
  return { kind: 'sequence', items, span, ...(foot.length === 0 ? {} : { foot }) };
}

function ruleEnd(reading: Reading, from: number): number {
  const { tokens } = reading;
  let at = from + 1;
  for (; at < tokens.length; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === 'open-brace' || kind === 'close-brace' || isRule(reading, at)) break;
  }
  return at;
}

/** No condition holds a number with `when` behind it. */
function isRule({ tokens }: Reading, index: number): boolean {
  const next = tokens[index + 1];
  return tokens[index]?.kind === 'literal' && next?.kind === 'word' && next.image === 'when';
}
