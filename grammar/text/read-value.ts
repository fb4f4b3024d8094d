import { readText } from '../expressions/literals.js';
import type { Span } from '../span.js';
import { plainType } from '../tree/plain-type.js';
import type { TreeEntry, TreeNode, TreeScalar } from '../tree/tree-node.js';
import { createScalarMap } from '../yaml/scalar-map.js';
import { innerWords, type ValueForm } from './forms.js';
import { phraseEnd } from './phrase-end.js';
import { behindBraces, indentAt, type Reading } from './reading.js';

export interface Limits {
  /** Whether something begins here that ends the value before it. */
  isKey(index: number): boolean;
  /** Where the statement's line begins. */
  readonly indent: number;
}

/** Reads the value behind a key; what is missing stands on the key. */
export function readValue(reading: Reading, form: ValueForm, key: { readonly name: string; readonly span: Span }, limits: Limits): TreeNode {
  skipColon(reading, key.span);
  const first = reading.peek();
  const isBlock = first?.kind === 'open-brace' && form !== 'values' && form !== 'name-values';
  if (first === undefined || first.kind === 'close-brace' || isBlock) return { kind: 'empty', span: key.span };
  switch (form) {
    case 'word':
      return readWord(reading);
    case 'call':
      return readCall(reading);
    case 'text':
    case 'label':
      return first.kind === 'text' || first.kind === 'quoted' ? readWord(reading) : readPhrase(reading, key.name, limits);
    case 'phrase':
      return readPhrase(reading, key.name, limits);
    case 'names':
      return readNames(reading, limits);
    case 'list':
      return readList(reading, key.span, limits);
    case 'values':
    case 'name-values':
      return readValues(reading, key.span, limits);
  }
}

/** `kind: welcome`, as in the other surface. */
function skipColon(reading: Reading, key: Span): void {
  const token = reading.peek();
  if (token?.kind !== 'wrong' || token.image !== ':') return;
  const span = reading.span(reading.index, reading.index + 1);
  const edits = [{ span, text: '' }];
  reading.report('C0204', span, { key: reading.slice(key.start, key.end) }, {
    fixes: [{ title: 'remove the colon', safety: 'safe', edits }],
  });
  reading.moveTo(reading.index + 1);
}

/** One token: a word, a number, a text in quotes. */
export function readWord(reading: Reading): TreeNode {
  const { index } = reading;
  const token = reading.peek();
  reading.moveTo(index + 1);
  const span = reading.span(index, index + 1);
  if (token === undefined) return { kind: 'empty', span };
  if (token.kind === 'wrong') {
    if (token.image.startsWith('"')) {
      const edits = [{ span: { ...span, start: span.end }, text: '"' }];
      reading.report('C0305', span, {}, { fixes: [{ title: 'close the text', safety: 'unsafe', edits }] });
    } else reading.report('C0301', span, { text: token.image });
    return { kind: 'broken', span };
  }
  return token.kind === 'text' || token.kind === 'quoted' ? quotedScalar(reading, index) : sliceScalar(reading, index, index + 1);
}

/** `signed_up`, `changed(lead.plan)`. */
function readCall(reading: Reading): TreeNode {
  const from = reading.index;
  if (reading.peek(1)?.image !== '(') return readWord(reading);
  const until = itemEnd(reading, from + 2);
  const isClosed = reading.tokens[until]?.image === ')';
  reading.moveTo(isClosed ? until + 1 : until);
  return sliceScalar(reading, from, reading.index);
}

function readPhrase(reading: Reading, key: string, { isKey, indent }: Limits): TreeNode {
  const from = reading.index;
  const inner = [...(innerWords.get(key) ?? [])];
  const until = phraseEnd(reading.tokens, from, {
    indent,
    isKey(at) {
      if (!isKey(at)) return false;
      const own = inner.indexOf(reading.tokens[at]?.image ?? '');
      if (own === -1) return true;
      inner.splice(own, 1);
      return false;
    },
  });
  reading.moveTo(until);
  if (until === from + 1 && reading.tokens[from]?.kind === 'quoted') return quotedScalar(reading, from);
  return sliceScalar(reading, from, until);
}

function readNames(reading: Reading, { isKey, indent }: Limits): TreeNode {
  const from = reading.index;
  const items: TreeNode[] = [];
  for (let token = reading.peek(); token !== undefined; token = reading.peek()) {
    if (token.kind === 'open-brace' || token.kind === 'close-brace') break;
    if (token.kind === 'comma') {
      reading.moveTo(reading.index + 1);
      continue;
    }
    const isNewLine = token.indent !== undefined && token.indent <= indent;
    if (reading.index > from && (isKey(reading.index) || isNewLine)) break;
    items.push(readWord(reading));
  }
  return { kind: 'sequence', items, span: reading.span(from, reading.index), flow: true };
}

/** `[enterprise when account.size > 1000, inbound by rotation]`. */
function readList(reading: Reading, key: Span, { isKey, indent }: Limits): TreeNode {
  const open = reading.index;
  if (reading.peek()?.image !== '[') {
    reading.report('C0205', key, { behind: reading.slice(key.start, key.end), open: '[' });
    // What was meant as the list ends where a phrase would.
    reading.moveTo(phraseEnd(reading.tokens, open, { isKey, indent }));
    return { kind: 'broken', span: key };
  }
  const items: TreeNode[] = [];
  let foot: readonly string[] = [];
  let at = open + 1;
  for (;;) {
    const end = itemEnd(reading, at);
    if (end > at) {
      const item = end === at + 1 && reading.tokens[at]?.kind === 'quoted' ? quotedScalar(reading, at) : sliceScalar(reading, at, end);
      const isSeparated = reading.tokens[end]?.kind === 'comma';
      const remarks = reading.remarks.between(at, isSeparated ? end + 1 : end);
      items.push({ ...item, ...(remarks === undefined ? {} : { remarks }) });
    }
    const token = reading.tokens[end];
    if (token?.kind === 'comma') {
      at = end + 1;
      continue;
    }
    if (token?.image === ']') {
      foot = reading.remarks.above(end).above;
      reading.moveTo(end + 1);
    } else {
      reading.moveTo(end);
      reportUnclosed(reading, open, ']');
    }
    const kept = foot.length === 0 ? {} : { foot };
    return { kind: 'sequence', items, span: reading.span(open, reading.index), ...kept };
  }
}

/** Where the item of a list ends: at its comma, its bracket, or a brace. */
function itemEnd({ tokens }: Reading, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'open-brace' || token.kind === 'close-brace') break;
    if (depth === 0 && (token.kind === 'comma' || token.kind === 'close-bracket')) break;
    if (token.kind === 'open-bracket') depth += 1;
    if (token.kind === 'close-bracket') depth -= 1;
  }
  return at;
}

/** `plan "trial" seats 3 owner = lead.owner`: pairs, in braces or up to the next key. */
function readValues(reading: Reading, key: Span, limits: Limits): TreeNode {
  const open = reading.index;
  const inBraces = reading.peek()?.kind === 'open-brace';
  if (inBraces) reading.moveTo(open + 1);
  const from = reading.index;
  const entries = new Map<string, TreeEntry>();
  for (let token = reading.peek(); token !== undefined; token = reading.peek()) {
    const at = reading.index;
    if (token.kind === 'open-brace' || token.kind === 'close-brace') break;
    if (token.kind === 'comma') {
      reading.moveTo(at + 1);
      continue;
    }
    const isNewLine = token.indent !== undefined && token.indent <= limits.indent;
    if (!inBraces && at > from && (limits.isKey(at) || isNewLine)) break;
    if (token.kind !== 'word' && token.kind !== 'text' && token.kind !== 'quoted') break;
    const name = readWord(reading);
    if (name.kind !== 'scalar') continue;
    const inner: Limits = inBraces ? { isKey: () => false, indent: -1 } : limits;
    skipColon(reading, name.span);
    const value = readAnyValue(reading, name.span, inner, inBraces);
    const remarks = reading.remarks.between(at, reading.index);
    const before = entries.get(name.text);
    if (before === undefined) {
      const pair = { key: { value: name.text, span: name.span }, value };
      entries.set(name.text, { ...pair, ...(remarks === undefined ? {} : { remarks }) });
      continue;
    }
    const { line, column } = reading.position(before.key.span.start);
    const labels = [{ span: before.key.span, text: 'first defined here' }];
    reading.report('C0011', name.span, { key: name.text, line, column }, { labels });
  }
  const all = [...entries.values()];
  const span = all.length === 0 ? key : reading.span(from, reading.index);
  if (!inBraces) return { kind: 'mapping', entries: all, span, flow: true };
  const foot = closeBrace(reading, open);
  return { kind: 'mapping', entries: all, span, ...(foot.length === 0 ? {} : { foot }) };
}

function readAnyValue(reading: Reading, key: Span, limits: Limits, inBraces: boolean): TreeNode {
  const token = reading.peek();
  if (token === undefined || token.kind === 'close-brace' || token.kind === 'comma') return { kind: 'empty', span: key };
  if (token.kind === 'open-brace') return readValues(reading, key, limits);
  if (token.image === '[') return readValueList(reading, key);
  if (token.image === '=') {
    const from = reading.index;
    const until = expressionEnd(reading, from, inBraces ? () => false : limits.isKey);
    reading.moveTo(until);
    return sliceScalar(reading, from, until);
  }
  return readWord(reading);
}

/** An expression among values goes on until a comma or a brace. */
function expressionEnd({ tokens }: Reading, from: number, isKey: (index: number) => boolean): number {
  let depth = 0;
  let at = from + 1;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'open-brace' || token.kind === 'close-brace') break;
    if (depth === 0 && at > from + 1 && (token.kind === 'comma' || token.kind === 'close-bracket' || isKey(at))) break;
    if (token.kind === 'open-bracket') depth += 1;
    if (token.kind === 'close-bracket') depth -= 1;
  }
  return at;
}

function readValueList(reading: Reading, key: Span): TreeNode {
  const open = reading.index;
  reading.moveTo(open + 1);
  const items: TreeNode[] = [];
  for (let token = reading.peek(); token !== undefined; token = reading.peek()) {
    if (token.kind === 'close-brace' || token.image === ']') break;
    if (token.kind === 'comma') reading.moveTo(reading.index + 1);
    else items.push(readAnyValue(reading, key, { isKey: () => false, indent: -1 }, true));
  }
  if (reading.peek()?.image === ']') reading.moveTo(reading.index + 1);
  else reportUnclosed(reading, open, ']');
  return { kind: 'sequence', items, span: reading.span(open, reading.index), flow: true };
}

/** Steps over the brace that ends a block; yields the comments in front of it. */
export function closeBrace(reading: Reading, open: number): readonly string[] {
  const { index } = reading;
  if (reading.peek()?.kind !== 'close-brace') {
    // Something that no list of values can hold: the rest of the block is left out.
    if (reading.peek() === undefined) reportUnclosed(reading, open, '}');
    else {
      const { start, end, image } = reading.tokens[index] ?? { start: 0, end: 0, image: '' };
      reading.report('C0203', reading.spanOf(start, end), { text: image });
      reading.moveTo(Math.max(behindBraces(reading, open), index + 1));
    }
    return [];
  }
  reading.moveTo(index + 1);
  const behind = reading.remarks.behind(index);
  return [...reading.remarks.above(index).above, ...(behind === undefined ? [] : [behind])];
}

export function reportUnclosed(reading: Reading, open: number, close: '}' | ']'): void {
  if (reading.lacksBrace) return;
  reading.noteLackOfBrace();
  const { index } = reading;
  const at = reading.tokens[index];
  const last = reading.tokens[index - 1];
  const span = at === undefined && last !== undefined ? reading.span(index - 1, index) : reading.span(index, index + 1);
  const labels = [{ span: reading.span(open, open + 1), text: 'opened here' }];
  reading.report('C0202', span, { open: reading.tokens[open]?.image ?? '{', close }, { labels });
}

function quotedScalar(reading: Reading, index: number): TreeScalar {
  const { image = '""', kind, start = 0, end = 0 } = reading.tokens[index] ?? {};
  const style = kind === 'quoted' ? 'single' : 'double';
  const text = kind === 'quoted' ? image.slice(1, -1).replaceAll("''", "'") : readText(image);
  const span = reading.spanOf(start, end);
  const map = createScalarMap(text, { text: image, style, start: 1, end: image.length - 1 });
  return {
    kind: 'scalar',
    style,
    text,
    type: 'text',
    span,
    place(from, until) {
      const found = map?.(from, until);
      return found === undefined ? span : reading.spanOf(start + found.start, start + found.end);
    },
    source: image,
  };
}

/** Tokens as they are written, comments between them left out. */
export function sliceScalar(reading: Reading, from: number, until: number): TreeScalar {
  const span = reading.span(from, until);
  const source = reading.slice(span.start, span.end);
  const text = withoutComments(reading, from, until, source, span.start);
  return {
    kind: 'scalar',
    style: 'plain',
    text,
    type: plainType(text),
    span,
    place: (start, end) => reading.spanOf(span.start + Math.min(start, text.length), span.start + Math.min(Math.max(start, end), text.length)),
    source: text,
  };
}

/** Blank where a comment stands, so that every offset stays what it is. */
function withoutComments({ tokens }: Reading, from: number, until: number, source: string, start: number): string {
  if (!source.includes('#')) return source;
  let text = '';
  for (let at = from; at < until; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const between = source.slice(text.length, token.start - start);
    text += between.replaceAll(/[^\s]/g, ' ') + token.image;
  }
  return text;
}

/** Where the statement that begins at `index` stands on its line. */
export function limitsAt(reading: Reading, index: number, isKey: (index: number) => boolean): Limits {
  return { isKey, indent: indentAt(reading, index) };
}
