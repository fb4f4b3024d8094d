import type { StepKind } from '../ast/step.js';
import { stepKinds } from '../steps/all-steps.js';
import type { Located } from '../span.js';
import type { TreeEntry, TreeNode, TreeSequence } from '../tree/tree-node.js';
import { stepForm, type StepForm } from './forms.js';
import { keyWords, noKeys, type KeyWords } from './key-words.js';
import { addEntry, beginStatement, clauseAt, itemOf, limitsOf, readClauses, reportTwice, type Statement } from './read-clauses.js';
import { openBrace, readBlock } from './read-block.js';
import { readValue, readWord, sliceScalar } from './read-value.js';
import type { Reading, Scope } from './reading.js';
import type { TextTokenKind } from './text-tokens.js';
import { reportStray, skip } from './unknown-words.js';

const elseWord: KeyWords = keyWords(['else']);
export const stepWords: KeyWords = keyWords(stepKinds);

const forms = new Map<StepKind, StepForm>();

function formOf(kind: StepKind): StepForm {
  const form = forms.get(kind) ?? stepForm(kind);
  forms.set(kind, form);
  return form;
}

/** The step that begins at the reader, `headLength` words after which its id stands. */
export function readStep(reading: Reading, scope: Scope, kind: StepKind, headLength: number): TreeNode {
  const from = reading.index;
  const { clauses, positional, tail } = formOf(kind);
  const statement = beginStatement(reading, {
    scope,
    clauses,
    where: `a step "${kind}"`,
    closing: tail === 'then-else' ? elseWord : noKeys,
  });
  reading.moveTo(from + headLength);
  const verb = { value: kind, span: reading.span(from, from + headLength) };
  const id = readValue(reading, 'word', { name: kind, span: verb.span }, limitsOf(reading, statement));
  addEntry(reading, statement, verb, id, from);
  if (positional !== undefined) readPositional(reading, statement, positional);
  readClauses(reading, statement);
  readTail(reading, statement, tail);
  return itemOf(reading, statement, from);
}

function readPositional(reading: Reading, statement: Statement, key: string): void {
  const { index } = reading;
  const token = reading.peek();
  if (token === undefined || token.kind === 'open-brace' || token.kind === 'close-brace') return;
  const limits = limitsOf(reading, statement);
  if (clauseAt(reading, statement, index) !== undefined || limits.isKey(index)) return;
  const value = readValue(reading, 'phrase', { name: key, span: reading.span(index, index + 1) }, limits);
  addEntry(reading, statement, { value: key, span: value.span }, value, index);
}

function readTail(reading: Reading, statement: Statement, tail: StepForm['tail']): void {
  const hasBrace = reading.peek()?.kind === 'open-brace';
  switch (tail) {
    case 'none':
      if (hasBrace) reportStray(reading, limitsOf(reading, statement).isKey);
      return;
    case 'then-else':
      if (hasBrace) readStepsEntry(reading, statement, 'then');
      if (elseWord.at(reading.tokens, reading.index) !== undefined) readElse(reading, statement);
      return;
    case 'steps':
      if (hasBrace) readStepsEntry(reading, statement, 'steps');
      return;
    case 'cases':
      if (hasBrace) readNamedBlocks(reading, statement, 'cases', 'plain');
      return;
    case 'outcomes':
      if (hasBrace) readNamedBlocks(reading, statement, 'outcomes', 'plain');
      return;
    case 'arms':
      if (hasBrace) readNamedBlocks(reading, statement, 'arms', 'shares');
  }
}

function readElse(reading: Reading, statement: Statement): void {
  const from = reading.index;
  reading.moveTo(from + 1);
  const key = { value: 'else', span: reading.span(from, from + 1) };
  if (openBrace(reading) === undefined) return;
  addBlock(reading, statement, key, readBraces(reading, reading.index - 1, statement.scope), from);
}

/** The steps in the braces that open here stand under `key`. */
function readStepsEntry(reading: Reading, statement: Statement, key: string): void {
  const open = reading.index;
  reading.moveTo(open + 1);
  const span = reading.span(open, open + 1);
  const opened = takeBehind(reading, statement, open);
  const steps = readBraces(reading, open, statement.scope);
  if (!opened) addBlock(reading, statement, { value: key, span }, steps, open);
  else addEntryAlone(reading, statement, { key: { value: key, span }, value: steps });
}

/** What stands behind the brace on its line is about the last clause before it. */
function takeBehind(reading: Reading, { entries }: Statement, open: number): boolean {
  const behind = reading.remarks.behind(open);
  const last = entries.at(-1);
  if (behind === undefined || last === undefined || last.remarks?.behind !== undefined) return false;
  if (reading.remarks.above(open).above.length > 0) return false;
  entries.splice(-1, 1, { ...last, remarks: { ...last.remarks, behind } });
  return true;
}

function addEntryAlone(reading: Reading, { entries }: Statement, entry: TreeEntry): void {
  const before = entries.find((other) => other.key.value === entry.key.value);
  if (before === undefined) entries.push(entry);
  else reportTwice(reading, before.key, entry.key);
}

/** As `addEntry`, with the remarks of the line that opens the block alone. */
function addBlock(reading: Reading, statement: Statement, key: Located<string>, value: TreeNode, from: number): void {
  addEntryAlone(reading, statement, blockEntry(reading, key, value, from));
}

function blockEntry(reading: Reading, key: Located<string>, value: TreeNode, from: number): TreeEntry {
  const { tokens } = reading;
  let open = from;
  while (open < tokens.length && tokens[open]?.kind !== 'open-brace') open += 1;
  const remarks = reading.remarks.between(from, open + 1);
  return { key, value, ...(remarks === undefined ? {} : { remarks }) };
}

function readBraces(reading: Reading, open: number, outer: Scope): TreeSequence {
  const scope: Scope = { where: 'a list of steps', heads: stepWords, open, outer };
  const items: TreeNode[] = [];
  const foot = readBlock(reading, scope, (head, length) => {
    const kind = stepKinds.find((one) => one === head);
    if (kind !== undefined) items.push(readStep(reading, scope, kind, length));
  });
  const span = items[0]?.span ?? reading.span(open, open + 1);
  return { kind: 'sequence', items, span, ...(foot.length === 0 ? {} : { foot }) };
}

/** `{ free { … } pro { … } else { … } }`, or `{ 50% call { … } winner { … } }`. */
function readNamedBlocks(reading: Reading, statement: Statement, key: string, names: 'plain' | 'shares'): void {
  const open = reading.index;
  reading.moveTo(open + 1);
  const scope: Scope = { where: `the ${key}`, heads: noKeys, open, outer: statement.scope };
  const isTaken = takeBehind(reading, statement, open);
  const entries = new Map<string, TreeEntry>();
  let foot: readonly string[] = [];
  for (let token = reading.peek(); ; token = reading.peek()) {
    if (token === undefined || token.kind === 'close-brace' || isOutside(reading, statement.scope)) {
      foot = readBlock(reading, scope, () => {});
      break;
    }
    const from = reading.index;
    const share = names === 'shares' && !isName(token.kind) ? sliceScalar(reading, from, from + 1) : undefined;
    const nameAt = share === undefined ? from : from + 1;
    reading.moveTo(nameAt);
    if (!isName(reading.tokens[nameAt]?.kind)) {
      reading.moveTo(from);
      reportStray(reading, (index) => isNameOfBlock(reading, index));
      continue;
    }
    const isElse = key === 'cases' && elseWord.at(reading.tokens, nameAt) !== undefined;
    const name = readWord(reading);
    const blockOpen = openBrace(reading);
    if (blockOpen === undefined) {
      const isNext = (index: number): boolean => index > nameAt && isNameOfBlock(reading, index);
      reading.moveTo(nameAt);
      skip(reading, isNext);
      continue;
    }
    const steps = readBraces(reading, blockOpen, statement.scope);
    if (name.kind !== 'scalar') continue;
    if (isElse) {
      addBlock(reading, statement, { value: 'else', span: name.span }, steps, from);
      continue;
    }
    const value: TreeNode =
      names === 'plain'
        ? steps
        : {
            kind: 'mapping',
            entries: [
              ...(share === undefined ? [] : [{ key: { value: 'share', span: share.span }, value: share }]),
              { key: { value: 'steps', span: name.span }, value: steps },
            ],
            span: name.span,
          };
    const entry = blockEntry(reading, { value: name.text, span: name.span }, value, from);
    const before = entries.get(entry.key.value);
    if (before === undefined) entries.set(entry.key.value, entry);
    else reportTwice(reading, before.key, entry.key);
  }
  const all = [...entries.values()];
  const span = all[0]?.key.span ?? reading.span(open, open + 1);
  const mapping: TreeNode = { kind: 'mapping', entries: all, span, ...(foot.length === 0 ? {} : { foot }) };
  const where = { value: key, span: reading.span(open, open + 1) };
  const at = statement.entries.findIndex((entry) => entry.key.value === 'else');
  const entry = isTaken ? { key: where, value: mapping } : blockEntry(reading, where, mapping, open);
  if (at === -1) statement.entries.push(entry);
  else statement.entries.splice(at, 0, entry);
}

function isName(kind: TextTokenKind | undefined): boolean {
  return kind === 'word' || kind === 'text' || kind === 'quoted';
}

function isNameOfBlock({ tokens }: Reading, index: number): boolean {
  return isName(tokens[index]?.kind) && tokens[index + 1]?.kind === 'open-brace';
}

/** At the left edge with a statement of a block around: a brace is missing. */
function isOutside(reading: Reading, scope: Scope): boolean {
  const token = reading.peek();
  if (token?.indent === undefined || reading.peek(1)?.kind === 'open-brace') return false;
  for (let one: Scope | undefined = scope; one !== undefined; one = one.outer) {
    if (one.heads.at(reading.tokens, reading.index) !== undefined && reading.peek(1)?.kind === 'word') return true;
  }
  return false;
}
