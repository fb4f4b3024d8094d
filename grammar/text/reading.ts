import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import { createLineIndex, type LineIndex, type Position } from '../line-index.js';
import type { Place } from '../place.js';
import type { Span } from '../span.js';
import type { KeyWords } from './key-words.js';
import type { TextRemarks } from './remarks-of.js';
import type { TextToken } from './text-tokens.js';

/** The statements of one pair of braces, or of the file. */
export interface Scope {
  /** "a campaign", "a list of steps". */
  readonly where: string;
  readonly heads: KeyWords;
  /** The token of its opening brace. */
  readonly open?: number;
  readonly outer?: Scope;
}

/** A text on its way to a tree: what every reader of a construct needs. */
export interface Reading {
  readonly tokens: readonly TextToken[];
  readonly remarks: TextRemarks;
  readonly report: GrammarReport;
  readonly spanOf: Place;
  position(offset: number): Position;
  /** The stretch of the file between two offsets. */
  slice(start: number, end: number): string;
  /** The next token. */
  readonly index: number;
  peek(offset?: number): TextToken | undefined;
  moveTo(index: number): void;
  /** From the first token to the last, `until` exclusive. */
  span(from: number, until: number): Span;
  /** Whether a brace was found missing: the end of the file then says nothing new. */
  readonly lacksBrace: boolean;
  noteLackOfBrace(): void;
}

interface Input extends Pick<Reading, 'remarks' | 'report' | 'spanOf'> {
  /** The whole file. */
  readonly text: string;
}

export function createReading({ remarks, report, spanOf, text }: Input): Reading {
  const { tokens } = remarks;
  let index = 0;
  let lacksBrace = false;
  let lines: LineIndex | undefined;
  const startOf = (at: number): number => tokens[at]?.start ?? text.length;
  return {
    tokens,
    remarks,
    report,
    spanOf,
    position(offset) {
      lines ??= createLineIndex(text);
      return lines.position(offset);
    },
    slice: (start, end) => text.slice(start, end),
    get index() {
      return index;
    },
    peek: (offset = 0) => tokens[index + offset],
    moveTo(next) {
      index = next;
    },
    span(from, until) {
      const start = startOf(from);
      return spanOf(start, Math.max(tokens[until - 1]?.end ?? start, start));
    },
    get lacksBrace() {
      return lacksBrace;
    },
    noteLackOfBrace() {
      lacksBrace = true;
    },
  };
}

/** How far in the line stands on which a token does. */
export function indentAt({ tokens }: Reading, index: number): number {
  return tokens[index]?.lineIndent ?? 0;
}

export function isLineStart({ tokens }: Reading, index: number): boolean {
  return tokens[index]?.indent !== undefined;
}

/** The first token behind the brace that closes the one at `open`. */
export function behindBraces({ tokens }: Reading, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === 'open-brace') depth += 1;
    if (kind === 'close-brace') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}
