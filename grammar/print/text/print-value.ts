import { printText } from '../../expressions/literals.js';
import { innerWords, type ValueForm } from '../../text/forms.js';
import type { KeyWords } from '../../text/key-words.js';
import { phraseEnd } from '../../text/phrase-end.js';
import { textTokens, type TextToken } from '../../text/text-tokens.js';
import { plainType } from '../../tree/plain-type.js';
import type { TreeNode, TreeScalar } from '../../tree/tree-node.js';

export interface Around {
  /** The key it stands behind. */
  readonly key: string;
  /** Keys that may come next: none of them may end the value early. */
  readonly next: readonly KeyWords[];
}

/** How a value is written behind its key; `undefined` for what this surface cannot say. */
export function printValue(node: TreeNode, form: ValueForm, around: Around): string | undefined {
  switch (form) {
    case 'word':
      return node.kind === 'scalar' ? printWord(node) : undefined;
    case 'call':
      return node.kind === 'scalar' ? printCall(node) : undefined;
    case 'text':
      return node.kind === 'scalar' ? printQuotedText(node) : undefined;
    case 'label':
      if (node.kind !== 'scalar') return undefined;
      return isSingle(node, ['word']) ? node.text : printQuotedText(node);
    case 'phrase':
      return node.kind === 'scalar' ? printPhrase(node, around) : undefined;
    case 'names':
      return node.kind === 'sequence' ? printNames(node.items, around) : undefined;
    case 'list':
      return node.kind === 'sequence' ? printList(node.items) : undefined;
    case 'values':
    case 'name-values':
      return node.kind === 'mapping' ? printPairs(node, form, around) : undefined;
  }
}

/** A name, number or duration; anything else in quotes. */
export function printWord(scalar: TreeScalar): string | undefined {
  if (isSingle(scalar, ['word', 'literal'])) return scalar.text;
  return scalar.type === 'text' ? printText(scalar.text) : undefined;
}

function printCall(scalar: TreeScalar): string | undefined {
  const line = inOneLine(scalar.text);
  const tokens = textTokens(line, 0);
  const isCall = tokens[1]?.image === '(' && tokens.at(-1)?.image === ')' && isClean(tokens) && !hasOpenComma(tokens);
  return isCall && tokens[0]?.kind === 'word' ? line : printWord(scalar);
}

/** A name that stands where a key could. */
export function printName(text: string, next: readonly KeyWords[]): string {
  const tokens = textTokens(text, 0);
  const isWord = tokens.length === 1 && tokens[0]?.kind === 'word' && tokens[0].image === text;
  return isWord && plainType(text) === 'text' && !next.some((words) => words.begin(text)) ? text : printText(text);
}

function printQuotedText(scalar: TreeScalar): string | undefined {
  if (scalar.type === 'text') return printText(scalar.text);
  return isSingle(scalar, ['word', 'literal']) ? scalar.text : undefined;
}

function isSingle({ text, type }: TreeScalar, kinds: readonly TextToken['kind'][]): boolean {
  const tokens = textTokens(text, 0);
  const [only] = tokens;
  return tokens.length === 1 && only !== undefined && kinds.includes(only.kind) && only.image === text && plainType(text) === type;
}

/** The phrase letter for letter, or in single quotes where a word of it would be taken for a key. */
function printPhrase({ text, type }: TreeScalar, { key, next }: Around): string {
  const line = inOneLine(text);
  return plainType(line) === type && isReadWhole(line, key, next) ? line : inSingle(line);
}

function isReadWhole(text: string, key: string, next: readonly KeyWords[]): boolean {
  const tokens = textTokens(text, 0);
  if (!isClean(tokens) || !endsAt(text, tokens)) return false;
  const inner = [...(innerWords.get(key) ?? [])];
  // A key behind it must be seen as one: the phrase may not end with a word that demands more.
  const probe: TextToken = { kind: 'word', image: 'probe', start: text.length, end: text.length, lineIndent: 0 };
  const end = phraseEnd([...tokens, probe], 0, {
    indent: -1,
    isKey(index) {
      if (index === tokens.length) return true;
      if (!isKey(tokens, index, next)) return false;
      const own = inner.indexOf(tokens[index]?.image ?? '');
      if (own === -1) return true;
      inner.splice(own, 1);
      return false;
    },
  });
  return end === tokens.length;
}

function isClean(tokens: readonly TextToken[]): boolean {
  if (tokens.length === 0 || (tokens.length === 1 && tokens[0]?.kind === 'quoted')) return false;
  return !tokens.some(({ kind }) => kind === 'open-brace' || kind === 'close-brace' || kind === 'comment' || kind === 'wrong');
}

function endsAt(text: string, tokens: readonly TextToken[]): boolean {
  return tokens[0]?.start === 0 && tokens.at(-1)?.end === text.length;
}

function isKey(tokens: readonly TextToken[], index: number, next: readonly KeyWords[]): boolean {
  return next.some((words) => words.at(tokens, index) !== undefined);
}

function printNames(items: readonly TreeNode[], { next }: Around): string | undefined {
  const names = items.map((item, index) => {
    if (item.kind !== 'scalar' || item.remarks !== undefined) return undefined;
    if (item.type !== 'text') return printWord(item);
    return printName(item.text, index === 0 ? [] : next);
  });
  return names.length === 0 || names.includes(undefined) ? undefined : names.join(' ');
}

function printList(items: readonly TreeNode[]): string | undefined {
  const phrases = items.map((item) => (item.kind === 'scalar' && item.remarks === undefined ? printItem(item) : undefined));
  return phrases.includes(undefined) ? undefined : `[${phrases.join(', ')}]`;
}

/** One phrase of a list: no comma of its own may end it. */
export function printItem({ text, type }: TreeScalar): string {
  const line = inOneLine(text);
  const tokens = textTokens(line, 0);
  const isWhole = isClean(tokens) && endsAt(line, tokens) && !hasOpenComma(tokens);
  return isWhole && plainType(line) === type ? line : inSingle(line);
}

function hasOpenComma(tokens: readonly TextToken[]): boolean {
  let depth = 0;
  for (const { kind } of tokens) {
    if (kind === 'open-bracket') depth += 1;
    if (kind === 'close-bracket') depth -= 1;
    if (depth < 0 || (depth === 0 && kind === 'comma')) return true;
  }
  return depth !== 0;
}

/** `plan "trial" seats 3`; in braces what holds more than single values. */
function printPairs(node: TreeNode, form: 'values' | 'name-values', { next }: Around): string | undefined {
  if (node.kind !== 'mapping') return undefined;
  const isFlat = node.entries.length > 0 && node.entries.every(({ value }) => value.kind === 'scalar' && !isExpression(value));
  const parts: string[] = [];
  for (const [index, { key, value }] of node.entries.entries()) {
    const printed = printAny(value, form, isFlat ? next : []);
    if (printed === undefined) return undefined;
    const isLast = index === node.entries.length - 1;
    const comma = value.kind === 'scalar' && isExpression(value) && !isLast ? ',' : '';
    parts.push(`${printName(key.value, isFlat && index > 0 ? next : [])} ${printed}${comma}`);
  }
  if (isFlat) return parts.join(' ');
  return parts.length === 0 ? '{ }' : `{ ${parts.join(' ')} }`;
}

function printAny(node: TreeNode, form: 'values' | 'name-values', next: readonly KeyWords[]): string | undefined {
  switch (node.kind) {
    case 'scalar':
      if (isExpression(node)) return node.text;
      if (node.type !== 'text') return printWord(node);
      return form === 'name-values' ? printName(node.text, next) : printText(node.text);
    case 'mapping':
      return printBraces(node, form);
    case 'sequence': {
      const items = node.items.map((item) => (isExpressionNode(item) ? undefined : printAny(item, form, [])));
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'empty':
    case 'broken':
      return undefined;
  }
}

function printBraces(node: TreeNode, form: 'values' | 'name-values'): string | undefined {
  if (node.kind !== 'mapping') return undefined;
  const parts = node.entries.map(({ key, value }, index) => {
    const printed = printAny(value, form, []);
    const comma = isExpressionNode(value) && index < node.entries.length - 1 ? ',' : '';
    return printed === undefined ? undefined : `${printName(key.value, [])} ${printed}${comma}`;
  });
  if (parts.includes(undefined)) return undefined;
  return parts.length === 0 ? '{ }' : `{ ${parts.join(' ')} }`;
}

function isExpressionNode(node: TreeNode): boolean {
  return node.kind === 'scalar' && isExpression(node);
}

/** `= lead.plan`: written as it stands where the tokens allow it. */
function isExpression({ text, type, span, place, source, kind }: TreeScalar): boolean {
  if (type !== 'text' || !text.startsWith('= ') || text.includes('\n')) return false;
  const expression = text.slice(2);
  return printItem({ kind, type: plainType(expression), style: 'plain', text: expression, span, place, source }) === expression;
}

function inSingle(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function inOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
