import type { Located } from '../span.js';
import type { TreeEntry, TreeMapping, TreeNode } from '../tree/tree-node.js';
import { expectationClauses, expectationHeads, testClauses, testEventClauses, testValues, type Clauses, type ValueForm } from './forms.js';
import { gather, type Gathering } from './gather.js';
import { keyWords } from './key-words.js';
import { addEntry, beginStatement, itemOf, limitsOf, readClause, readClauses } from './read-clauses.js';
import { openBrace, readBlock } from './read-block.js';
import { readValue, readWord } from './read-value.js';
import type { Reading, Scope } from './reading.js';
import { reportUnknownWord, skip } from './unknown-words.js';

const fileHeads = keyWords(['test']);
const testHeads = keyWords([...testClauses.keys(), ...testValues.keys(), 'at', 'after', 'event', 'expect']);
const expectations = keyWords(expectationHeads.keys());

/** `test "…" campaign trial-welcome { lead plan "trial" at … signed_up expect sent hello }`. */
export function readTests(reading: Reading): TreeMapping | undefined {
  const scope: Scope = { where: 'a file of tests', heads: fileHeads };
  const tests: TreeMapping[] = [];
  const foot = readBlock(reading, scope, () => tests.push(readTest(reading, scope)));
  const [first] = tests;
  if (first === undefined) return undefined;
  const kept = foot.length === 0 ? {} : { foot };
  if (tests.length === 1) return alone(first, foot);
  const key = { value: 'tests', span: first.span };
  const list: TreeNode = { kind: 'sequence', items: tests, span: first.span };
  return { kind: 'mapping', entries: [{ key, value: list }], span: first.span, ...kept };
}

/** One test is the file itself. */
function alone({ remarks, ...test }: TreeMapping, foot: readonly string[]): TreeMapping {
  const [first, ...others] = test.entries;
  if (first === undefined) return test;
  const above = [...(remarks?.above ?? []), ...(first.remarks?.above ?? [])];
  const all = { ...first.remarks, ...(above.length === 0 ? {} : { above }) };
  const entries = [{ ...first, ...(Object.keys(all).length === 0 ? {} : { remarks: all }) }, ...others];
  const feet = [...(test.foot ?? []), ...foot];
  return { ...test, entries, ...(feet.length === 0 ? {} : { foot: feet }) };
}

function readTest(reading: Reading, outer: Scope): TreeMapping {
  const from = reading.index;
  const statement = beginStatement(reading, { scope: outer, clauses: testClauses, where: 'a test' });
  readHead(reading, statement, 'test', 'text', from);
  readClauses(reading, statement);
  const open = openBrace(reading);
  if (open === undefined) return itemOf(reading, statement, from);
  const scope: Scope = { where: 'a test', heads: testHeads, open, outer };
  const found = gather(reading);
  const foot = readBlock(reading, scope, (head, length) => readPart(reading, scope, head, length, found));
  const parts = found.tree(foot);
  const opened = reading.remarks.behind(open);
  const item = itemOf(reading, statement, from);
  return {
    ...item,
    entries: [...withBehind(item.entries, opened), ...(parts?.entries ?? [])],
    ...(foot.length === 0 ? {} : { foot }),
  };
}

/** The comment behind the opening brace is about the test: it stands behind its name. */
function withBehind([first, ...others]: readonly TreeEntry[], behind: string | undefined): readonly TreeEntry[] {
  if (first === undefined) return [];
  if (behind === undefined) return [first, ...others];
  const before = first.remarks?.behind;
  const above = [...(first.remarks?.above ?? []), ...(before === undefined ? [] : [before])];
  return [{ ...first, remarks: { ...first.remarks, ...(above.length === 0 ? {} : { above }), behind } }, ...others];
}

function readHead(reading: Reading, statement: Parameters<typeof addEntry>[1], key: string, form: ValueForm, from: number): void {
  const span = reading.span(from, from + 1);
  reading.moveTo(from + 1);
  const value = readValue(reading, form, { name: key, span }, limitsOf(reading, statement));
  addEntry(reading, statement, { value: key, span }, value, from);
}

function readPart(reading: Reading, scope: Scope, head: string, length: number, found: Gathering): void {
  const from = reading.index;
  const key: Located<string> = { value: head, span: reading.span(from, from + length) };
  if (head === 'expect') {
    found.addItem(key, readExpectation(reading, scope));
    return;
  }
  if (head === 'at' || head === 'after' || head === 'event') {
    found.addItem({ ...key, value: 'events' }, readEvent(reading, scope, head));
    return;
  }
  const statement = beginStatement(reading, { scope, clauses: new Map(), where: scope.where });
  readHead(reading, statement, head, testClauses.get(head) ?? testValues.get(head) ?? 'values', from);
  readClauses(reading, statement);
  for (const entry of statement.entries) found.add(entry);
}

/** `at 2026-03-27 10:00 signed_up with plan "trial"`, `after 1d task qualify outcome maybe`. */
function readEvent(reading: Reading, scope: Scope, head: string): TreeNode {
  const from = reading.index;
  const statement = beginStatement(reading, { scope, clauses: testEventClauses, where: 'an event' });
  readHead(reading, statement, head, 'word', from);
  const { index } = reading;
  const token = reading.peek();
  const isNamed = token?.kind === 'word' || token?.kind === 'text' || token?.kind === 'quoted';
  if (head !== 'event' && isNamed && !isClause(reading, testEventClauses)) {
    const name = readWord(reading);
    addEntry(reading, statement, { value: 'event', span: name.span }, name, index);
  }
  readClauses(reading, statement);
  return itemOf(reading, statement, from);
}

function isClause(reading: Reading, clauses: Clauses): boolean {
  return keyWords(clauses.keys()).at(reading.tokens, reading.index) !== undefined;
}

/** `expect sent hello at 2026-03-27 10:00`. */
function readExpectation(reading: Reading, scope: Scope): TreeNode {
  const from = reading.index;
  const statement = beginStatement(reading, { scope, clauses: expectationClauses, where: 'an expectation' });
  reading.moveTo(from + 1);
  const known = expectations.at(reading.tokens, reading.index);
  const isWord = reading.peek()?.kind === 'word';
  const what = known ?? (isWord ? reportUnknownWord(reading, expectations.keys, 'an expectation') : undefined);
  if (what === undefined) {
    const span = reading.span(from, from + 1);
    if (!isWord) reading.report('C0201', span, { word: 'expect', where: 'a test without what is expected', near: [], known: expectations.keys });
    const { isKey } = limitsOf(reading, statement);
    if (isWord) skip(reading, (index) => isKey(index) && scope.heads.at(reading.tokens, index) !== undefined && reading.tokens[index]?.indent !== undefined);
    return { kind: 'broken', span };
  }
  if (known === undefined) readHead(reading, statement, what, 'word', reading.index);
  else readClause(reading, statement, what, 'word');
  readClauses(reading, statement);
  const above = reading.remarks.between(from, from + 1);
  const item = itemOf(reading, statement, from);
  return { ...item, ...(above === undefined ? {} : { remarks: { ...above, ...item.remarks } }) };
}
