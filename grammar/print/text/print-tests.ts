import { expectationClauses, expectationHeads, testClauses, testEventClauses, testValues } from '../../text/forms.js';
import { keyWords } from '../../text/key-words.js';
import { entryOf, type TreeEntry, type TreeMapping, type TreeNode } from '../../tree/tree-node.js';
import { beside, printClause, printClauses, type Beside, type Losses } from './clauses.js';
import { underKey } from './print-campaign.js';
import { withRemarks } from './print-steps.js';
import { printName } from './print-value.js';
import { statement, type Statement } from './statement.js';

const heads = keyWords([...testClauses.keys(), ...testValues.keys(), 'at', 'after', 'event', 'expect']);
const eventWords = [keyWords(testEventClauses.keys()), heads];
const expectationWords = [keyWords(expectationClauses.keys()), heads];

/** One test, or all under `tests:`. */
export function printTests(root: TreeMapping, losses: Losses): readonly Statement[] {
  const list = entryOf(root, 'tests');
  if (list === undefined) return [printTest(root, losses)];
  for (const other of root.entries) if (other !== list) losses.add(other.key.span);
  if (list.value.kind !== 'sequence' || list.value.items.length < 2) losses.add(list.key.span);
  const items = list.value.kind === 'sequence' ? list.value.items : [];
  const foot = list.value.kind === 'sequence' ? (list.value.foot ?? []) : [];
  const tests = items.map((item, index) => {
    if (item.kind !== 'mapping') losses.add(item.span);
    const printed = item.kind === 'mapping' ? printTest(item, losses) : statement([]);
    return { ...printed, gap: index > 0 };
  });
  return underKey(list, tests, foot);
}

function printTest(test: TreeMapping, losses: Losses): Statement {
  const said = beside(test.remarks);
  const name = entryOf(test, 'test');
  const campaign = entryOf(test, 'campaign');
  const next = [keyWords(testClauses.keys())];
  const parts = [name, campaign].flatMap((entry) => {
    if (entry === undefined) return [];
    return [printClause(entry, entry === name ? 'text' : 'word', next, said, losses)];
  });
  if (name === undefined) {
    losses.add(test.span);
    parts.unshift('test ""');
  }
  const body = test.entries.flatMap((entry) => (entry === name || entry === campaign ? [] : printPart(entry, losses)));
  return withRemarks(parts, [{ open: '{', body, foot: test.foot ?? [], short: false }], said, test);
}

function printPart(entry: TreeEntry, losses: Losses): readonly Statement[] {
  const { key, value } = entry;
  if (key.value === 'events' || key.value === 'expect') {
    if (value.kind !== 'sequence' || value.items.length === 0) {
      losses.add(key.span);
      return [];
    }
    const print = key.value === 'events' ? printEvent : printExpectation;
    return underKey(entry, value.items.map((item) => print(item, losses)), value.foot ?? []);
  }
  const form = testValues.get(key.value);
  if (form === undefined) losses.add(key.span);
  const said = beside();
  const parts = [printClause(entry, form ?? 'values', [heads], said, losses)];
  return [withRemarks(parts, [], said, { ...value, ...(entry.remarks === undefined ? {} : { remarks: entry.remarks }) })];
}

/** `at 2026-03-27 10:00 signed_up with plan "trial"`. */
function printEvent(item: TreeNode, losses: Losses): Statement {
  if (item.kind !== 'mapping') {
    losses.add(item.span);
    return statement([]);
  }
  const said = beside(item.remarks);
  const time = entryOf(item, 'at') ?? entryOf(item, 'after');
  const event = entryOf(item, 'event');
  const parts: string[] = [];
  if (time !== undefined) parts.push(printClause(time, 'word', eventWords, said, losses));
  if (event !== undefined) parts.push(printHead(event, time !== undefined, said, losses));
  if (parts.length === 0) losses.add(item.span);
  const others = item.entries.filter((entry) => entry !== time && entry !== event);
  parts.push(...printClauses(others, testEventClauses, [], eventWords, said, losses));
  said.above.push(...(item.foot ?? []));
  return withRemarks(parts, [], said, item);
}

/** Behind a time the event needs no key, where it does not look like one. */
function printHead(entry: TreeEntry, isBare: boolean, said: Beside, losses: Losses): string {
  const printed = printClause(entry, 'word', eventWords, said, losses);
  const isName = entry.value.kind === 'scalar' && printName(entry.value.text, eventWords) === entry.value.text;
  return isBare && isName ? printed.slice('event '.length) : printed;
}

function printExpectation(item: TreeNode, losses: Losses): Statement {
  const head = item.kind === 'mapping' ? item.entries.find(({ key }) => expectationHeads.has(key.value)) : undefined;
  if (item.kind !== 'mapping' || head === undefined) {
    losses.add(item.span);
    return statement([]);
  }
  const said = beside(item.remarks);
  const first = `expect ${printClause(head, 'word', expectationWords, said, losses)}`;
  const others = item.entries.filter((entry) => entry !== head);
  const parts = [first, ...printClauses(others, expectationClauses, [], expectationWords, said, losses)];
  said.above.push(...(item.foot ?? []));
  return withRemarks(parts, [], said, item);
}
