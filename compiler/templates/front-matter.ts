import { isAlias, isScalar, parseDocument } from 'yaml';
import type { Document, Scalar } from 'yaml';

import type { Report } from '../../grammar/diagnostics/code.js';
import { closest } from '../../grammar/did-you-mean.js';
import type { Source, Span } from '../../grammar/span.js';
import { createScalarMap } from '../../grammar/yaml/scalar-map.js';
import type { LocatedText } from './located-text.js';
import type { templateCodes } from './template-codes.js';

const keys = ['subject', 'preheader', 'purpose', 'asset', 'discount'] as const;
type Key = (typeof keys)[number];

export interface FrontMatter {
  readonly values: Readonly<Partial<Record<Key, LocatedText>>>;
  /** From the opening to the closing `---`, for what is missing in it. */
  readonly span: Span;
  /** Offset of the first character behind the closing line. */
  readonly end: number;
}

/** The YAML between the two `---` lines a template begins with. */
export function readFrontMatter(
  { path, text }: Source,
  report: Report<typeof templateCodes>,
): FrontMatter | undefined {
  const opening = /^\uFEFF?---[ \t]*(?:\r?\n|$)/.exec(text);
  if (opening === null) {
    report('C7101', { file: path, start: 0, end: Math.max(0, firstLineEnd(text)) }, { unclosed: false });
    return undefined;
  }
  const start = opening[0].length;
  const closing = /^---[ \t]*(?:\r?\n|$)/m.exec(text.slice(start));
  const first = { file: path, start: opening[0].indexOf('-'), end: opening[0].indexOf('-') + 3 };
  if (closing === null) {
    report('C7101', first, { unclosed: true });
    return undefined;
  }
  const yaml = text.slice(start, start + closing.index);
  return {
    values: readValues(path, yaml, start, report),
    span: first,
    end: start + closing.index + closing[0].length,
  };
}

function readValues(
  file: string,
  yaml: string,
  base: number,
  report: Report<typeof templateCodes>,
): FrontMatter['values'] {
  const document = parseDocument(yaml, { prettyErrors: false, uniqueKeys: false, version: '1.2' });
  const problem = [...document.errors, ...document.warnings][0];
  if (problem !== undefined) {
    const [start, end] = problem.pos;
    const lineEnd = start + firstLineEnd(yaml.slice(start));
    const span = { file, start: base + start, end: base + Math.max(end, lineEnd, start + 1) };
    report('C7102', span, { problem: lowerFirst(problem.message.replace(/\.$/, '')) });
    return {};
  }
  const values: Partial<Record<Key, LocatedText>> = {};
  for (const { key, value } of pairsOf(document)) {
    if (!isScalar(key) || key.range === null || key.range === undefined) continue;
    const span = { file, start: base + key.range[0], end: base + key.range[1] };
    const typed = String(key.value);
    const name = keys.find((known) => known === typed);
    if (name === undefined || name in values) {
      const near = closest(typed, keys)[0];
      const more = near === undefined || name !== undefined ? {} : { help: `Did you mean "${near}"?` };
      report('C7103', span, { key: typed, again: name !== undefined }, more);
      continue;
    }
    const text = readText(file, yaml, base, value, (because) => report('C7104', span, { key: typed, because }));
    if (text !== undefined) values[name] = text;
  }
  return values;
}

function pairsOf(document: Document.Parsed): readonly { readonly key: unknown; readonly value: unknown }[] {
  const { contents } = document;
  return contents !== null && 'items' in contents
    ? contents.items.map((item) => ('key' in item ? item : { key: item, value: null }))
    : [];
}

function readText(
  file: string,
  yaml: string,
  base: number,
  node: unknown,
  refuse: (because: string) => void,
): LocatedText | undefined {
  if (node === null || node === undefined) return undefined;
  if (isAlias(node) || !isScalar(node)) {
    refuse('is not one text');
    return undefined;
  }
  if (node.value === null) return undefined;
  if (node.tag !== undefined || node.anchor !== undefined) {
    refuse('uses a YAML tag or anchor');
    return undefined;
  }
  // `subject: Win #1` is `Win` to YAML, and nobody would see it before the mail is out.
  if (node.type === 'PLAIN' && typeof node.comment === 'string') {
    refuse('is cut off at " #", which begins a comment');
    return undefined;
  }
  const value = typeof node.value === 'string' ? node.value.trim() : (node.source ?? '');
  return value === '' ? undefined : located(file, yaml, base, node, value);
}

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
} as const;

function located(
  file: string,
  yaml: string,
  base: number,
  { range, type = 'PLAIN' }: Scalar,
  value: string,
): LocatedText {
  const [start, end] = range ?? [0, 0];
  const span = { file, start: base + start, end: base + end };
  const map = createScalarMap(value, { text: yaml, style: styles[type], ...bodyOf(yaml, start, end, type) });
  return {
    text: value,
    span,
    at(from, to) {
      if (map === undefined) return span;
      const found = map(from, to);
      return { file, start: base + found.start, end: base + found.end };
    },
  };
}

/** Without the quotes, or behind the header of a block. */
function bodyOf(
  yaml: string,
  start: number,
  end: number,
  type: keyof typeof styles,
): { readonly start: number; readonly end: number } {
  if (type === 'PLAIN') return { start, end };
  if (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE') return { start: start + 1, end: end - 1 };
  const header = yaml.indexOf('\n', start);
  return { start: header < 0 || header > end ? end : header + 1, end };
}

function firstLineEnd(text: string): number {
  const end = text.search(/\r?\n/);
  return end < 0 ? text.length : end;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
