import type { TreeEntry, TreeMapping, TreeNode } from '../tree/tree-node.js';
import { stepKinds } from '../steps/all-steps.js';
import { campaignClauses, enterClauses, enterHeads, leaveClauses, leaveHeads, playlistWord, type Clauses } from './forms.js';
import { gather, type Gathering } from './gather.js';
import { keyWords } from './key-words.js';
import { addEntry, beginStatement, itemOf, limitsOf, readClause, readClauses, type Statement } from './read-clauses.js';
import { openBrace, readBlock } from './read-block.js';
import { readStep } from './read-steps.js';
import { closeBrace, readValue, readWord, sliceScalar } from './read-value.js';
import type { Reading, Scope } from './reading.js';
import { reportUnknownWord, skip } from './unknown-words.js';

const ways = { enter: [enterHeads, enterClauses, 'a way in'], leave: [leaveHeads, leaveClauses, 'a way out'] } as const;

const heads = keyWords([...campaignClauses.keys(), 'enter', 'leave', playlistWord, 'in_flight', ...stepKinds]);

/** `campaign trial-welcome "Welcome a new trial" …`: its keys, then its steps. */
export function readCampaign(reading: Reading): TreeMapping | undefined {
  const scope: Scope = { where: 'a campaign', heads };
  const found = gather(reading);
  const foot = readBlock(reading, scope, (head, length) => {
    const kind = stepKinds.find((one) => one === head);
    const from = reading.index;
    const span = reading.span(from, from + length);
    if (kind !== undefined) found.addItem({ value: 'steps', span }, readStep(reading, scope, kind, length));
    else if (head === 'enter' || head === 'leave') {
      found.addItem({ value: head, span }, readWay(reading, scope, head));
    } else if (head === playlistWord) readPlaylist(reading, scope, found);
    else if (head === 'in_flight') found.add(readInFlight(reading, scope, length));
    else readSingle(reading, scope, head, found, length);
  });
  return found.tree(foot);
}

/** A key with its value; the campaign's title stands behind its name without a key. */
function readSingle(reading: Reading, scope: Scope, head: string, found: Gathering, length: number): void {
  const from = reading.index;
  const statement = beginStatement(reading, { scope, clauses: noClauses, where: scope.where });
  const form = campaignClauses.get(head) ?? 'phrase';
  reading.moveTo(from + length);
  const span = reading.span(from, from + length);
  const value = readValue(reading, form, { name: head, span }, limitsOf(reading, statement));
  addEntry(reading, statement, { value: head, span }, value, from);
  const { index } = reading;
  const next = reading.peek();
  if (head === 'campaign' && (next?.kind === 'text' || next?.kind === 'quoted')) {
    const title = readWord(reading);
    addEntry(reading, statement, { value: 'title', span: title.span }, title, index);
  }
  readClauses(reading, statement);
  for (const entry of statement.entries) found.add(entry);
}

const noClauses: Clauses = new Map();

/** `enter on signed_up where … again never`: it begins with what brings a lead in. */
function readWay(reading: Reading, scope: Scope, head: 'enter' | 'leave'): TreeNode {
  const from = reading.index;
  const [wayHeads, clauses, where] = ways[head];
  reading.moveTo(from + 1);
  const words = keyWords(wayHeads.keys());
  const statement: Statement = { ...beginStatement(reading, { scope, clauses, where }) };
  const found = words.at(reading.tokens, reading.index);
  const begins = found ?? (reading.peek()?.kind === 'word' ? reportUnknownWord(reading, words.keys, where) : undefined);
  if (begins === undefined) {
    if (reading.peek()?.kind !== 'word') {
      const span = reading.span(from, from + 1);
      reading.report('C0201', span, { word: head, where: `${where} without a beginning`, near: [], known: words.keys });
    }
    skipStatement(reading, statement);
    return { kind: 'broken', span: reading.span(from, from + 1) };
  }
  readClause(reading, statement, begins, wayHeads.get(begins) ?? 'phrase');
  readClauses(reading, statement);
  return itemOf(reading, withAbove(reading, statement, from), from);
}

function skipStatement(reading: Reading, statement: Statement): void {
  const { isKey } = limitsOf(reading, statement);
  const token = reading.peek();
  if (token === undefined || token.kind === 'close-brace' || isKey(reading.index)) return;
  skip(reading, isKey);
  readClauses(reading, statement);
}

/** What stands above `enter` belongs to its first entry, which begins behind the word. */
function withAbove(reading: Reading, statement: Statement, from: number): Statement {
  const [first, ...others] = statement.entries;
  if (first === undefined) return statement;
  const before = reading.remarks.between(from, from + 1);
  if (before === undefined) return statement;
  const above = [...(before.above ?? []), ...(first.remarks?.above ?? [])];
  const remarks = { ...before, ...first.remarks, ...(above.length === 0 ? {} : { above }) };
  return { ...statement, entries: [{ ...first, remarks }, ...others] };
}

/** `playlist library [tip-one, tip-two when lead.plan == "free"]`. */
function readPlaylist(reading: Reading, scope: Scope, found: Gathering): void {
  const from = reading.index;
  const statement = beginStatement(reading, { scope, clauses: noClauses, where: scope.where });
  const span = reading.span(from, from + 1);
  reading.moveTo(from + 1);
  const name = readValue(reading, 'word', { name: playlistWord, span }, limitsOf(reading, statement));
  if (name.kind !== 'scalar') return;
  const at = reading.index;
  const value = readValue(reading, 'list', { name: playlistWord, span: name.span }, limitsOf(reading, statement));
  const remarks = reading.remarks.between(from, Math.min(at + 1, reading.index));
  found.addTo(
    { value: 'playlists', span },
    { key: { value: name.text, span: name.span }, value, ...(remarks === undefined ? {} : { remarks }) },
  );
  readClauses(reading, statement);
}

/** `in flight adopt`, or `in flight { hello finish_old  follow-up move_to goodbye }`. */
function readInFlight(reading: Reading, scope: Scope, length: number): TreeEntry {
  const from = reading.index;
  const statement = beginStatement(reading, { scope, clauses: noClauses, where: scope.where });
  reading.moveTo(from + length);
  const key = { value: 'in_flight', span: reading.span(from, from + length) };
  if (reading.peek()?.kind !== 'open-brace') {
    const value = readValue(reading, 'phrase', { name: key.value, span: key.span }, limitsOf(reading, statement));
    const remarks = reading.remarks.between(from, reading.index);
    readClauses(reading, statement);
    return { key, value, ...(remarks === undefined ? {} : { remarks }) };
  }
  const open = openBrace(reading) ?? reading.index;
  const entries: TreeEntry[] = [];
  for (let token = reading.peek(); isNamed(token?.kind); token = reading.peek()) {
    const at = reading.index;
    const name = readWord(reading);
    const choice = reading.peek();
    const known = choice?.kind === 'word' ? reading.index : undefined;
    const width = choice?.image === 'move_to' && isNamed(reading.peek(1)?.kind) ? 2 : 1;
    if (known !== undefined) reading.moveTo(known + width);
    if (name.kind !== 'scalar') continue;
    const value: TreeNode =
      known === undefined ? { kind: 'empty', span: name.span } : sliceScalar(reading, known, reading.index);
    const remarks = reading.remarks.between(at, reading.index);
    entries.push({ key: { value: name.text, span: name.span }, value, ...(remarks === undefined ? {} : { remarks }) });
  }
  const foot = closeBrace(reading, open);
  const opened = reading.remarks.between(from, open + 1);
  const span = entries[0]?.key.span ?? key.span;
  return {
    key,
    value: { kind: 'mapping', entries, span, ...(foot.length === 0 ? {} : { foot }) },
    ...(opened === undefined ? {} : { remarks: opened }),
  };
}

function isNamed(kind: string | undefined): boolean {
  return kind === 'word' || kind === 'text' || kind === 'quoted';
}

