import type { Report } from '../../../grammar/diagnostics/code.js';
import type { Span } from '../../../grammar/span.js';
import { coverLiquid, liquidFiller, liquidPieces } from '../liquid/liquid-pieces.js';
import { holdsMarkup, isMjml } from './mjml-elements.js';
import type { templateCodes } from '../template-codes.js';

export interface Attribute {
  readonly name: string;
  readonly nameSpan: Span;
  /** As written, Liquid included. */
  readonly value: string;
  readonly valueSpan: Span;
}

export interface Element {
  readonly kind: 'element';
  /** In lower case, as MJML reads it. */
  readonly name: string;
  /** The opening tag. */
  readonly tag: Span;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Node[];
}

export interface Text {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
  /** Whether Liquid is all or part of it. */
  readonly liquid: boolean;
}

export type Node = Element | Text;

interface Open {
  readonly name: string;
  readonly tag: Span;
  readonly attributes: readonly Attribute[];
  readonly children: Node[];
}

const voidElements: ReadonlySet<string> = new Set([
  'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr',
]);

/** Elements whose content is no markup. */
const textElements: ReadonlySet<string> = new Set(['style', 'script', 'mj-style', 'title', 'mj-title']);

const declaration = /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[!?][^>]*(?:>|$)/;
const tag = /<\/([A-Za-z][\w:.-]*)\s*>|<([A-Za-z][\w:.-]*)/;
const token = new RegExp(`${declaration.source}|${tag.source}`, 'g');
const attribute = /\s*(?:([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?|(\/?>))/y;

/**
 * The elements of a file from `start` on, and where they are not well formed: MJML's own parser
 * takes anything and drops what it does not understand.
 */
export function readMarkup(
  file: string,
  text: string,
  start: number,
  report: Report<typeof templateCodes>,
): readonly Node[] {
  const covered = coverLiquid(text, liquidPieces(text));
  const span = (from: number, to: number): Span => ({ file, start: from, end: to });
  const root: Open = { name: '', tag: span(start, start), attributes: [], children: [] };
  const stack: Open[] = [root];
  const top = (): Open => stack.at(-1) ?? root;

  const addText = (from: number, to: number): void => {
    const trimmed = covered.slice(from, to).trim();
    if (trimmed === '') return;
    const first = from + covered.slice(from, to).indexOf(trimmed);
    const last = first + trimmed.length;
    top().children.push({
      kind: 'text',
      value: text.slice(first, last),
      span: span(first, last),
      liquid: trimmed.includes(liquidFiller),
    });
  };
  const unclosed = (element: Open, label?: { readonly span: Span; readonly text: string }): void => {
    report('C7110', element.tag, { element: element.name }, label === undefined ? {} : { labels: [label] });
  };
  // HTML in <mj-raw> may begin in one of them and end in another.
  const mustClose = (open: Open, raw: boolean): boolean => isMjml(open.name) || !raw;
  const close = (name: string, at: Span): void => {
    const raw = stack.some((open) => open.name === 'mj-raw');
    // A closing tag of HTML does not reach beyond the MJML element it stands in.
    const floor = isMjml(name) ? 0 : stack.findLastIndex((open) => isMjml(open.name));
    const index = stack.findLastIndex((open) => open.name === name);
    if (index <= floor) {
      if (!raw || isMjml(name)) report('C7111', at, { element: name });
      return;
    }
    for (const open of stack.splice(index + 1)) {
      if (mustClose(open, raw)) unclosed(open, { span: at, text: `<${name}> ends here` });
    }
    stack.pop();
  };

  let at = start;
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(covered);
    addText(at, match?.index ?? covered.length);
    if (match === null) break;
    const from = match.index;
    const [whole, closing, opening] = match;
    at = from + whole.length;
    if (closing !== undefined) {
      close(closing.toLowerCase(), span(from, at));
    } else if (opening !== undefined) {
      const name = opening.toLowerCase();
      const read = readAttributes(file, text, covered, at, report);
      if (read === undefined) {
        report('C7118', span(from, from + whole.length), { problem: `The tag <${name} has no end` });
        return root.children;
      }
      at = read.end;
      // Another element of the layout inside text: the text was not closed.
      while (isMjml(name) && holdsMarkup(top().name)) {
        const open = stack.pop();
        const label = { span: span(from, from + whole.length), text: `<${name}> begins before it ends` };
        if (open !== undefined) unclosed(open, label);
      }
      const element: Open = { name, tag: span(from, at), attributes: read.attributes, children: [] };
      top().children.push({ kind: 'element', ...element });
      if (read.selfClosing || voidElements.has(name)) continue;
      stack.push(element);
      if (textElements.has(name)) {
        const end = covered.toLowerCase().indexOf(`</${name}`, at);
        addText(at, end < 0 ? covered.length : end);
        at = end < 0 ? covered.length : end;
      }
    } else if (!/(?:-->|>)$/.test(whole)) {
      report('C7118', span(from, from + 2), { problem: 'A comment or declaration has no end' });
      return root.children;
    }
  }
  const raw = stack.some((open) => open.name === 'mj-raw');
  for (const open of stack.slice(1)) {
    if (mustClose(open, raw)) unclosed(open);
  }
  return root.children;
}

interface ReadTag {
  readonly attributes: readonly Attribute[];
  readonly end: number;
  readonly selfClosing: boolean;
}

function readAttributes(
  file: string,
  text: string,
  covered: string,
  start: number,
  report: Report<typeof templateCodes>,
): ReadTag | undefined {
  const attributes: Attribute[] = [];
  for (let at = start; ; ) {
    attribute.lastIndex = at;
    const match = attribute.exec(covered);
    if (match === null) return undefined;
    const [whole, name, double, single, bare, close] = match;
    const end = at + whole.length;
    if (close !== undefined) return { attributes, end, selfClosing: close === '/>' };
    const nameStart = at + whole.search(/\S/);
    const nameSpan = { file, start: nameStart, end: nameStart + (name ?? '').length };
    const quoted = double ?? single;
    const length = (quoted ?? bare ?? '').length;
    const valueEnd = quoted === undefined ? end : end - 1;
    const valueSpan = { file, start: valueEnd - length, end: valueEnd };
    const value = text.slice(valueSpan.start, valueSpan.end);
    if (name !== undefined && name.includes(liquidFiller)) {
      report('C7118', nameSpan, { problem: 'Liquid between attributes cannot be checked; put it inside the quotes' });
    } else if (bare !== undefined) {
      report('C7118', valueSpan, { problem: `The value of "${name ?? ''}" has no quotes` });
    } else if (double !== undefined) {
      reportQuotes(file, value, valueSpan.start, report);
    }
    attributes.push({ name: (name ?? '').toLowerCase(), nameSpan, value, valueSpan });
    at = end;
  }
}

function reportQuotes(file: string, value: string, start: number, report: Report<typeof templateCodes>): void {
  const quotes = [...value.matchAll(/"/g)].map(({ index }) => start + index);
  const first = quotes[0];
  const last = quotes.at(-1);
  if (first === undefined || last === undefined) return;
  // Exchanging them is safe as long as the text between them has no single quotes of its own.
  const fixes = value.includes("'")
    ? []
    : [{
        title: 'use single quotes',
        safety: 'safe' as const,
        edits: quotes.map((at) => ({ span: { file, start: at, end: at + 1 }, text: "'" })),
      }];
  report('C7116', { file, start: first, end: last + 1 }, {}, { fixes });
}
