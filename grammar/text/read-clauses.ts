import { remarks as remarksFrom } from './remarks-of.js';
import type { Located } from '../span.js';
import type { TreeEntry, TreeMapping, TreeNode } from '../tree/tree-node.js';
import { wordsOf, type Clauses, type ValueForm } from './forms.js';
import { keyWords, type KeyWords } from './key-words.js';
import { indentAt, isLineStart, type Reading, type Scope } from './reading.js';
import { readValue, type Limits } from './read-value.js';
import { reportStray, reportUnknownWord, skip } from './unknown-words.js';

/** A statement while it is read: entries come in the order of the text. */
export interface Statement {
  readonly entries: TreeEntry[];
  /** Where its line begins. */
  readonly indent: number;
  readonly scope: Scope;
  readonly clauses: Clauses;
  readonly keys: KeyWords;
  /** Words that end its clauses: `else`. */
  readonly closing: KeyWords;
  /** "a step "send"". */
  readonly where: string;
}

interface Kind {
  readonly scope: Scope;
  readonly clauses: Clauses;
  readonly where: string;
  readonly closing?: KeyWords;
}

const wordsOfClauses = new WeakMap<Clauses, KeyWords>();

export function beginStatement(reading: Reading, { scope, clauses, where, closing }: Kind): Statement {
  const keys = wordsOfClauses.get(clauses) ?? keyWords(clauses.keys());
  wordsOfClauses.set(clauses, keys);
  const indent = indentAt(reading, reading.index);
  return { entries: [], indent, scope, clauses, keys, closing: closing ?? keyWords([]), where };
}

/** What ends a value inside a statement. */
export function limitsOf(reading: Reading, statement: Statement): Limits {
  const { tokens } = reading;
  const { keys, closing, scope, indent } = statement;
  return {
    indent,
    isKey: (index) =>
      isUnderscored(tokens[index]?.image ?? '', keys) ||
      keys.at(tokens, index) !== undefined ||
      closing.at(tokens, index) !== undefined ||
      scope.heads.at(tokens, index) !== undefined,
  };
}

/** `at_most`, as in the other surface: reported where it stands, and no part of what stands before it. */
function isUnderscored(image: string, { keys }: KeyWords): boolean {
  return image.includes('_') && keys.includes(image);
}

/** A clause of this statement begins here, and no new statement: a new line no further in is one. */
export function clauseAt(reading: Reading, { keys, scope, indent }: Statement, index: number): string | undefined {
  const key = keys.at(reading.tokens, index);
  if (key === undefined) return undefined;
  const isOther = scope.heads.at(reading.tokens, index) !== undefined && isLineStart(reading, index);
  return isOther && indentAt(reading, index) <= indent ? undefined : key;
}

/** Reads a key that stands here, and its value. */
export function readClause(reading: Reading, statement: Statement, key: string, form: ValueForm): void {
  const from = reading.index;
  const written = Math.min(from + wordsOf(key).length, reading.tokens.length);
  reading.moveTo(written);
  const span = reading.span(from, written);
  const value = readValue(reading, form, { name: key, span }, limitsOf(reading, statement));
  addEntry(reading, statement, { value: key, span }, value, from);
}

/** Adds what was read from the token `from` to the one that is next. */
export function addEntry(reading: Reading, { entries }: Statement, key: Located<string>, value: TreeNode, from: number): void {
  const before = entries.find((entry) => entry.key.value === key.value);
  if (before !== undefined) {
    reportTwice(reading, before.key, key);
    return;
  }
  const remarks = reading.remarks.between(from, reading.index);
  entries.push({ key, value, ...(remarks === undefined ? {} : { remarks }) });
}

export function reportTwice(reading: Reading, first: Located<string>, second: Located<string>): void {
  const { line, column } = reading.position(first.span.start);
  const labels = [{ span: first.span, text: 'first defined here' }];
  reading.report('C0011', second.span, { key: second.value, line, column }, { labels });
}

/** Reads clauses up to the next statement, brace or closing word. */
export function readClauses(reading: Reading, statement: Statement): void {
  const { scope, closing, clauses, keys, indent } = statement;
  const limits = limitsOf(reading, statement);
  for (let token = reading.peek(); token !== undefined; token = reading.peek()) {
    if (token.kind === 'open-brace' || token.kind === 'close-brace') return;
    const { index } = reading;
    const key = clauseAt(reading, statement, index);
    if (key !== undefined) {
      readClause(reading, statement, key, clauses.get(key) ?? 'phrase');
      continue;
    }
    if (limits.isKey(index) && !isUnderscored(token.image, keys)) return;
    // On a line of its own and no further in, it is rather a statement that nobody knows.
    if (isLineStart(reading, index) && indentAt(reading, index) <= indent) return;
    if (token.kind !== 'word') {
      reportStray(reading, limits.isKey);
      continue;
    }
    const known = [...keys.keys, ...closing.keys];
    const meant = reportUnknownWord(reading, known.length > 0 ? known : scope.heads.keys, statement.where);
    const form = meant === undefined ? undefined : clauses.get(meant);
    if (meant === undefined || form === undefined) skip(reading, (at) => limits.isKey(at) || isBrace(reading, at));
    else readAsMeant(reading, statement, meant, form);
  }
}

function isBrace({ tokens }: Reading, index: number): boolean {
  const kind = tokens[index]?.kind;
  return kind === 'open-brace' || kind === 'close-brace';
}

/** The word at the reader is a slip of `key`. */
function readAsMeant(reading: Reading, statement: Statement, key: string, form: ValueForm): void {
  const from = reading.index;
  const span = reading.span(from, from + 1);
  reading.moveTo(from + 1);
  const value = readValue(reading, form, { name: key, span }, limitsOf(reading, statement));
  addEntry(reading, statement, { value: key, span }, value, from);
}

/** The statement as an item of a list: what was written above it stands above all of it. */
export function itemOf(reading: Reading, { entries }: Statement, from: number): TreeMapping {
  const [first, ...others] = entries;
  const span = reading.span(from, from + 1);
  if (first === undefined) return { kind: 'mapping', entries: [], span };
  const { above = [], behind, gap } = first.remarks ?? {};
  const inner = remarksFrom([], behind, false);
  const item = remarksFrom(above, undefined, gap === true);
  const { remarks: _, ...bare } = first;
  return {
    kind: 'mapping',
    entries: [{ ...bare, ...(inner === undefined ? {} : { remarks: inner }) }, ...others],
    span: lineSpan(reading, first),
    ...(item === undefined ? {} : { remarks: item }),
  };
}

/** An entry, as far as it stands on its first line. */
export function lineSpan(reading: Reading, { key, value }: TreeEntry): TreeMapping['span'] {
  const { start } = key.span;
  const end = Math.max(value.span.end, key.span.end);
  const [line = ''] = reading.slice(start, end).split(/\r?\n/);
  return { ...key.span, end: Math.max(start + line.length, key.span.end) };
}
