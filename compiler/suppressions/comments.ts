import { Lexer } from 'yaml';
import type { Source } from '../../grammar/span.js';
import { textKindOf } from '../../grammar/text/surface.js';

/** A comment of a source file. */
export interface Comment {
  /** UTF-16 offsets in the file, with the marks of the comment. */
  readonly start: number;
  readonly end: number;
  /** What it says, without marks and white space around. */
  readonly text: string;
}

/** The comments of a file, in order; a text part has none. Never throws. */
export function commentsIn({ path, text }: Source): readonly Comment[] {
  if (path.endsWith('.yaml')) return yamlComments(text, 0);
  if (path.endsWith('.mjml')) return [...frontMatterComments(text), ...htmlComments(text)];
  return textKindOf(path) === undefined ? [] : lineComments(text);
}

// Of the library: they mark what comes next, and stand for no character.
const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);
const beforeScalar = '\u001f';

function yamlComments(text: string, base: number): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!inScalar && marks.has(lexeme)) {
      inScalar = lexeme === beforeScalar;
      continue;
    }
    if (!inScalar && lexeme.startsWith('#')) comments.push(lineComment(lexeme, base + offset));
    inScalar = false;
    offset += lexeme.length;
  }
  return comments;
}

function frontMatterComments(text: string): readonly Comment[] {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(text)?.[0].length;
  if (opening === undefined) return [];
  const length = /^---[ \t]*(?:\r?\n|$)/m.exec(text.slice(opening))?.index;
  return length === undefined ? [] : yamlComments(text.slice(opening, opening + length), opening);
}

function htmlComments(text: string): readonly Comment[] {
  return [...text.matchAll(/<!--([^]*?)-->/g)].map(({ 0: whole, 1: said = '', index }) => ({
    start: index,
    end: index + whole.length,
    text: said.trim(),
  }));
}

/** Of the textual surface: from a `#` outside of quotes to the end of the line. */
function lineComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  for (const { 0: whole, index } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|#[^\r\n]*/g)) {
    if (whole.startsWith('#')) comments.push(lineComment(whole, index));
  }
  return comments;
}

function lineComment(written: string, start: number): Comment {
  const source = written.trimEnd();
  return { start, end: start + source.length, text: source.replace(/^#+/, '').trim() };
}
